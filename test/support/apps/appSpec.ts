import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

export type Command = readonly [string, ...string[]];
export const appLanguages = ['node', 'python', 'java', 'go', 'rust'] as const;
export type AppLanguage = (typeof appLanguages)[number];
/** Whether the program runs as its user runs it, or with what the launch adds. */
export const modes = ['plain', 'captured'] as const;
export type Mode = (typeof modes)[number];

/** One thing to ask of the program: a request, or a command that must end with 0. */
export interface Step {
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly times?: number;
  readonly command?: Command;
}

export interface InstallSpec {
  readonly cache?: string;
  readonly pins: readonly string[];
  readonly commands: readonly Command[];
  readonly creates?: string;
}

/** `app.json` as `test/apps/README.md` describes it, and where it lies. */
export interface AppSpec {
  readonly name: string;
  readonly folder: string;
  readonly language: AppLanguage;
  readonly service: string;
  readonly runtimes: Readonly<Record<string, string>>;
  readonly install?: InstallSpec;
  readonly path: readonly string[];
  readonly build: readonly Command[];
  readonly start: Command;
  readonly ready: { readonly path?: string; readonly line?: string };
  readonly requests: readonly Step[];
  readonly end: 'SIGTERM' | 'SIGKILL' | 'itself';
  readonly capture: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly captureEnv: Readonly<Record<string, string>>;
  readonly prepareCapture: readonly Command[];
}

export const appsFolder = join(root, 'test/apps');

const defaults = {
  path: [],
  build: [],
  ready: {},
  requests: [],
  end: 'SIGTERM',
  capture: true,
  env: {},
  captureEnv: {},
  prepareCapture: [],
} as const;

/** Every app of a folder, by name. */
export function readApps(folder = appsFolder): readonly AppSpec[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'app.json')))
    .sort()
    .map((name) => readApp(join(folder, name), name));
}

function readApp(folder: string, name: string): AppSpec {
  const stated = JSON.parse(readFileSync(join(folder, 'app.json'), 'utf8')) as AppSpec;
  const unknown = Object.keys(stated).filter((key) => !(key in defaults) && !required.has(key));
  if (unknown.length > 0) throw new Error(`${name}/app.json: nothing is called ${unknown.join(', ')}.`);
  const missing = [...required].filter((key) => key !== 'install' && !(key in stated));
  if (missing.length > 0) throw new Error(`${name}/app.json: ${missing.join(', ')} is missing.`);
  return { ...defaults, ...stated, name, folder };
}

const required = new Set(['language', 'service', 'runtimes', 'install', 'start']);

export function modesOf(app: AppSpec): readonly Mode[] {
  return app.capture ? modes : ['plain'];
}
