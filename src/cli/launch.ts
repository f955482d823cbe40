import type { LaunchEnvironment } from '../launch/launchEnvironment.ts';

/** What to launch, as it was asked for. */
export interface LaunchRequest {
  /** `http://127.0.0.1:4318` */
  readonly endpoint: string;
  readonly directory: string;
  readonly workspaceFolder: string | undefined;
  readonly language: string | undefined;
  readonly capture: boolean;
}

/** Decides the environment of a program; injected, since it looks at the disk and at this process. */
export type Launch = (request: LaunchRequest) => Promise<LaunchEnvironment>;
