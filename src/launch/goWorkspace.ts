import { messageOf } from '../shared/assert.ts';
import { type GoBuildOptions, GoRefusal, readGoBuild } from './goBuild.ts';
import { GoFailure } from './goCommand.ts';
import { makeGoOverlay } from './goOverlay.ts';
import { copyGoSdk } from './goSdkCopy.ts';
import { makeGoWork } from './goWorkFile.ts';

export type GoWorkspace =
  | {
      readonly ok: true;
      /**
       * To be set for `go build`, `go run`, `go test` or `dlv` in this module. Without it the build is as it was: that
       * undoes everything.
       */
      readonly env: Readonly<Record<string, string>>;
      /** Of the SDK: `v1.47.0`. */
      readonly version: string;
    }
  | {
      readonly ok: false;
      /** Sentences for the user: why, and what to do. */
      readonly reason: string;
    };

/**
 * Prepares a build in which the user's own version of the OpenTelemetry SDK has one more span processor. Neither
 * the workspace nor what is in the module cache changes: a go.work elsewhere replaces the SDK by a patched copy, or,
 * where dependencies are vendored, an overlay a few of its files. What cannot be prepared is said, never thrown.
 */
export async function prepareGoWorkspace(options: GoBuildOptions): Promise<GoWorkspace> {
  try {
    const build = await readGoBuild(options);
    const overlay = await makeGoOverlay(build);
    if (overlay !== undefined) return { ok: true, ...overlay };
    const copy = await copyGoSdk(build);
    return { ok: true, env: { GOWORK: await makeGoWork(build, copy) }, version: copy.version };
  } catch (error) {
    return { ok: false, reason: `${sentence(error)} The program is built as it is.` };
  }
}

function sentence(error: unknown): string {
  if (error instanceof GoRefusal) return error.message;
  if (error instanceof GoFailure && error.isMissing) return 'The command "go" is not on the path.';
  return `Capture could not be added to the Go build: ${messageOf(error).replace(/\.$/, '')}.`;
}
