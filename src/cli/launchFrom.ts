import { type LaunchLanguage, launchLanguages } from '../launch/launchEnvironment.ts';
import { planLaunch } from '../launch/planLaunch.ts';
import type { Launch, LaunchRequest } from './launch.ts';
import { UsageError } from './usageError.ts';

interface Directories {
  /** `dist/capture`. */
  readonly captureDirectory: string;
  /** Where prepared Go builds are kept. */
  readonly cacheDirectory: string;
}

/** Launches as the machine that this process runs on needs it. */
export function launchFrom({ captureDirectory, cacheDirectory }: Directories): Launch {
  return (request) =>
    planLaunch({
      endpoint: request.endpoint,
      base: process.env,
      platform: process.platform,
      languages: languagesOf(request),
      directory: request.directory,
      workspaceFolder: request.workspaceFolder ?? request.directory,
      cacheDirectory,
      captureDirectory: request.capture ? captureDirectory : undefined,
    });
}

function languagesOf({ language }: LaunchRequest): readonly LaunchLanguage[] {
  if (language === undefined) return launchLanguages;
  const known = launchLanguages.find((one) => one === language);
  if (known === undefined) {
    throw new UsageError(`There is no language "${language}" here, only ${launchLanguages.join(', ')}.`);
  }
  return [known];
}
