/** Languages whose programs are told by environment how to send spans, and how to say where they come from. */
export const launchLanguages = ['node', 'python', 'java', 'go'] as const;
export type LaunchLanguage = (typeof launchLanguages)[number];

export interface LaunchOptions {
  /** `http://127.0.0.1:4318` */
  readonly endpoint: string;
  /** Where `node/hook.cjs`, `python/`, `java/spanline-capture.jar` are: `dist/capture`. Capture is off without. */
  readonly captureDirectory?: string;
  /** What the program would get otherwise. Its values are kept, and added to where variables are lists. */
  readonly base: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly languages: readonly LaunchLanguage[];
  /** Where nothing else names the service. */
  readonly serviceName?: string;
  /** Of the debug session. */
  readonly sessionId?: string;
  readonly workspaceFolder?: string;
  readonly workingDirectory?: string;
  /** For `DJANGO_SETTINGS_MODULE`, without which OpenTelemetry's own start-up breaks Django. */
  readonly djangoSettings?: string;
  /** A go.work that adds capture to the build; see `goWorkspace.ts`. */
  readonly goWorkspace?: string;
}

/** One variable as the program gets it. */
export interface EnvironmentChange {
  readonly name: string;
  readonly value: string;
  /** What it was; `undefined` where it was not set. */
  readonly before: string | undefined;
  /** For people, a sentence. */
  readonly why: string;
}
