import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { type GoCommand, type GoEnvironment, goCommand } from './goCommand.ts';

export interface GoBuildOptions {
  /** The module that is built, or a directory in it; absolute. */
  readonly moduleDirectory: string;
  /** Where what is prepared stays from one launch to the next; it may be deleted at any time. Absolute. */
  readonly cacheDirectory: string;
  /** `dist/capture`, which holds `go/*.go`. */
  readonly captureDirectory: string;
  /** The `go` command; by default the one on the path. */
  readonly go?: string;
  /** What the build gets otherwise. */
  readonly env: GoEnvironment;
}

/** A build as it would run without us. */
export interface GoBuild {
  /** Absolute; holds `go.mod`. */
  readonly module: string;
  /** The user's go.work; `undefined` where there is none, or it is turned off. */
  readonly work: string | undefined;
  /** `GOFLAGS`, wherever they are set. */
  readonly flags: string;
  readonly cache: string;
  readonly go: GoCommand;
  /** Texts of the files that are added to package `trace` of the SDK, by name. */
  readonly added: Readonly<Record<string, string>>;
}

/** Why there is no capture: a sentence that says what to do. */
export class GoRefusal extends Error {
  override readonly name = 'GoRefusal';
}

/** The package that is patched, and what its module is called. */
export const goSdk = 'go.opentelemetry.io/otel/sdk';

/** Fails with a `GoRefusal` where nothing can be added to the build. */
export async function readGoBuild(options: GoBuildOptions): Promise<GoBuild> {
  const { moduleDirectory, cacheDirectory, captureDirectory } = options;
  const go = goCommand(options.go ?? 'go', withoutOurs(options));
  const settings = await readSettings(go, moduleDirectory);
  refuse(settings, moduleDirectory);
  return {
    module: dirname(settings.GOMOD),
    work: settings.GOWORK === '' || settings.GOWORK === 'off' ? undefined : settings.GOWORK,
    flags: settings.GOFLAGS,
    cache: cacheDirectory,
    go,
    added: await readAdded(join(captureDirectory, 'go')),
  };
}

async function readAdded(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.go')).sort();
  const files = names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(files));
}

/** The environment may be one that already has what an earlier call prepared. */
function withoutOurs({ env, cacheDirectory }: GoBuildOptions): GoEnvironment {
  const folder = resolve(cacheDirectory) + sep;
  const { GOWORK: work, GOFLAGS: flags, ...rest } = env;
  const isOurs = work !== undefined && resolve(work).startsWith(folder);
  return {
    ...rest,
    ...(work === undefined || isOurs ? {} : { GOWORK: work }),
    ...(flags === undefined ? {} : { GOFLAGS: withoutOurOverlay(flags, folder) }),
  };
}

function withoutOurOverlay(flags: string, folder: string): string {
  const ours = flags.indexOf(`-overlay=${folder}`);
  return ours < 0 ? flags : flags.slice(0, ours).replace(/['"\s]+$/, '');
}

interface GoSettings {
  readonly GOMOD: string;
  readonly GOWORK: string;
  readonly GOFLAGS: string;
  readonly GOVERSION: string;
}

async function readSettings(go: GoCommand, directory: string): Promise<GoSettings> {
  const names = ['GOMOD', 'GOWORK', 'GOFLAGS', 'GOVERSION'];
  return JSON.parse(await go(['env', '-json', ...names], directory)) as GoSettings;
}

function refuse({ GOMOD, GOFLAGS, GOVERSION }: GoSettings, directory: string): void {
  const minor = Number(/^go1\.(\d+)/.exec(GOVERSION)?.[1] ?? '99');
  if (minor < 18) throw new GoRefusal(`Capture needs Go 1.18 or newer; ${GOVERSION} is installed.`);
  if (['', '/dev/null', 'NUL'].includes(GOMOD))
    throw new GoRefusal(`${directory} is not in a Go module: "go mod init" makes one.`);
  const obstacle = /-(?:mod=mod|modfile=|overlay=)/.exec(GOFLAGS)?.[0];
  if (obstacle !== undefined)
    throw new GoRefusal(
      `Go adds nothing to a build with "${obstacle}": take it out of GOFLAGS to have capture.`,
    );
}
