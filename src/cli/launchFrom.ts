import {
  type LaunchLanguage,
  type LaunchOptions,
  launchEnvironment,
  launchLanguages,
} from '../launch/launchEnvironment.ts';
import { presentCapture } from '../launch/presentCapture.ts';
import { programFacts } from '../launch/programFacts.ts';
import type { Launch, LaunchRequest } from './launch.ts';
import { UsageError } from './usageError.ts';

interface Options {
  /** `dist/capture`. */
  readonly captureDirectory: string;
}

/** Launches as the machine that this process runs on needs it. */
export function launchFrom({ captureDirectory }: Options): Launch {
  return async (request) => {
    const facts = await programFacts(request.directory);
    const options: LaunchOptions = {
      endpoint: request.endpoint,
      base: process.env,
      platform: process.platform,
      languages: languagesOf(request),
      workingDirectory: request.directory,
      workspaceFolder: request.workspaceFolder ?? request.directory,
      captureLanguages: presentCapture(captureDirectory),
      ...(request.capture ? { captureDirectory } : {}),
      ...(facts.name === undefined ? {} : { serviceName: facts.name }),
      ...(facts.djangoSettings === undefined ? {} : { djangoSettings: facts.djangoSettings }),
    };
    return launchEnvironment(options);
  };
}

function languagesOf({ language }: LaunchRequest): readonly LaunchLanguage[] {
  if (language === undefined) return launchLanguages;
  const known = launchLanguages.find((one) => one === language);
  if (known === undefined) {
    throw new UsageError(`There is no language "${language}" here, only ${launchLanguages.join(', ')}.`);
  }
  return [known];
}
