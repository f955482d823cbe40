import { prepareGoWorkspace } from './goWorkspace.ts';
import { type LaunchEnvironment, type LaunchLanguage, launchEnvironment } from './launchEnvironment.ts';
import { presentCapture } from './presentCapture.ts';
import { type ProgramFacts, programFacts } from './programFacts.ts';

/** A launch whose program lies in a directory that may be looked into. */
export interface LaunchPlan {
  readonly endpoint: string;
  readonly base: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly languages: readonly LaunchLanguage[];
  /** Where the program runs; without, nothing is known of it. */
  readonly directory?: string | undefined;
  readonly workspaceFolder?: string | undefined;
  readonly sessionId?: string | undefined;
  /** Where nothing else names the service; the name that the directory suggests without. */
  readonly serviceName?: string | undefined;
  /** Of the build; capture is off without. */
  readonly captureDirectory?: string | undefined;
  /** Where prepared Go builds are kept. */
  readonly cacheDirectory: string;
}

/** The environment for a program, after a look at its directory. Go builds are prepared on the way. */
export async function planLaunch(plan: LaunchPlan): Promise<LaunchEnvironment> {
  const { directory, captureDirectory } = plan;
  const facts: ProgramFacts = directory === undefined ? {} : await programFacts(directory);
  const go = await goEnvironment(plan, facts);
  const { changes, notes } = launchEnvironment({
    ...plan,
    captureLanguages: captureDirectory === undefined ? [] : presentCapture(captureDirectory),
    serviceName: plan.serviceName ?? facts.name,
    workingDirectory: directory,
    djangoSettings: facts.djangoSettings,
    go: go.env,
  });
  return { changes, notes: [...notes, ...go.notes] };
}

interface GoEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

async function goEnvironment(
  { languages, captureDirectory, cacheDirectory, base }: LaunchPlan,
  { goModule }: ProgramFacts,
): Promise<GoEnvironment> {
  const wanted = languages.includes('go') && captureDirectory !== undefined && goModule !== undefined;
  if (!wanted) return { env: {}, notes: [] };
  const prepared = await prepareGoWorkspace({
    moduleDirectory: goModule,
    captureDirectory,
    cacheDirectory,
    env: base,
  });
  return prepared.ok ? { env: prepared.env, notes: [] } : { env: {}, notes: [prepared.reason] };
}
