import { resolve } from 'node:path';
import type { CommandContext } from './commandContext.ts';
import type { LaunchRequest } from './launch.ts';

/** What `run` and `env` were asked for, with the endpoint of the collector that runs or was started for it. */
export async function launchRequest({ api, invocation }: CommandContext): Promise<LaunchRequest> {
  const { http } = await api.health();
  const { workspace, language, noCapture } = invocation;
  return {
    endpoint: `http://${http}`,
    directory: process.cwd(),
    capture: noCapture !== true,
    workspaceFolder: workspace === undefined ? undefined : resolve(workspace),
    language,
  };
}
