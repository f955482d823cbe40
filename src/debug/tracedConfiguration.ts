import { absolutePath } from '../launch/absolutePath.ts';
import type { EnvironmentChange } from '../launch/environmentDraft.ts';
import { type LaunchLanguage, launchLanguages } from '../launch/launchEnvironment.ts';

/** A debug configuration as VS Code hands it on, with its variables substituted. */
export interface Configuration {
  readonly type: string;
  readonly request: string;
  readonly name: string;
  readonly [key: string]: unknown;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Browsers have no environment to send spans from, and extension hosts are VS Code itself. */
const untraced: ReadonlySet<string> = new Set([
  'chrome',
  'msedge',
  'pwa-chrome',
  'pwa-msedge',
  'firefox',
  'extensionHost',
  'pwa-extensionHost',
]);

const languageOfType: Readonly<Record<string, LaunchLanguage>> = {
  node: 'node',
  'pwa-node': 'node',
  'node-terminal': 'node',
  bun: 'node',
  python: 'python',
  debugpy: 'python',
  java: 'java',
  go: 'go',
};

/** Adapters that take `environment: [{name, value}]` in place of `env: {name: value}`. */
const listTypes: ReadonlySet<string> = new Set(['cppdbg', 'cppvsdbg']);

/** Whether a program is started, so that it can be told something. */
export function isTraceable(configuration: Configuration): boolean {
  // Sessions of js-debug for processes of a program that runs already.
  if ('__pendingTargetId' in configuration) return false;
  return configuration.request === 'launch' && !untraced.has(configuration.type);
}

/** All of them where a program is run by something else: a shell, a task runner, a container tool. */
export function languagesOf({ type }: Configuration): readonly LaunchLanguage[] {
  const language = languageOfType[type];
  return language === undefined ? launchLanguages : [language];
}

/** Files of variables that the adapter reads; those of `env` win over them. */
export function envFilesOf(configuration: Configuration): readonly string[] {
  const value = configuration['envFile'];
  const files: readonly unknown[] = Array.isArray(value) ? value : [value];
  return files.filter((file): file is string => typeof file === 'string' && file !== '');
}

/** What the program gets as it is: of this process, then of files, then of the configuration. */
export function baseEnvironment(
  configuration: Configuration,
  inherited: Environment,
  fromFiles: Environment,
): Environment {
  return { ...inherited, ...fromFiles, ...ownEnvironment(configuration) };
}

/** The configuration with the variables set; everything else as it was. */
export function tracedConfiguration(
  configuration: Configuration,
  changes: readonly EnvironmentChange[],
): Configuration {
  if (changes.length === 0) return configuration;
  const added = Object.fromEntries(changes.map(({ name, value }) => [name, value]));
  if (!listTypes.has(configuration.type))
    return { ...configuration, env: withAdded(configuration['env'], added) };
  const kept = listOf(configuration).filter(({ name }) => !Object.hasOwn(added, name));
  const pairs = Object.entries(added).map(([name, value]) => ({ name, value }));
  return { ...configuration, environment: [...kept, ...pairs] };
}

/** Of a session that is started again with what we made of its configuration: as the user wrote it. */
export function userConfiguration(
  configuration: Configuration,
  changes: readonly EnvironmentChange[],
): Configuration {
  const ours = new Map(changes.map(({ name, value }) => [name, value]));
  if (listTypes.has(configuration.type)) {
    const kept = listOf(configuration).filter(({ name, value }) => ours.get(name) !== value);
    return { ...configuration, environment: kept };
  }
  const { env } = configuration;
  if (Array.isArray(env)) {
    const lines = new Set(changes.map(({ name, value }) => `${name}=${value}`));
    return { ...configuration, env: env.filter((line) => !lines.has(line)) };
  }
  const own = Object.entries(Object(env)).filter(([name, value]) => ours.get(name) !== value);
  const before = changes.flatMap(({ name, before }) =>
    before === undefined ? [] : [[name, before] as const],
  );
  return { ...configuration, env: { ...Object.fromEntries(before), ...Object.fromEntries(own) } };
}

/** Some adapters, as LLDB's, also take a list of `NAME=value`. */
function withAdded(env: unknown, added: Readonly<Record<string, string>>): unknown {
  if (!Array.isArray(env)) return { ...Object(env), ...added };
  const kept = env.filter((line) => typeof line !== 'string' || !Object.hasOwn(added, nameIn(line)));
  return [...kept, ...Object.entries(added).map(([name, value]) => `${name}=${value}`)];
}

function nameIn(line: string): string {
  return line.replace(/=.*$/s, '');
}

/** Where the program runs, or lies: the directory that its manifest is in, as far as the configuration tells. */
export function directoryOf(configuration: Configuration, folder: string | undefined): string | undefined {
  const { cwd, program } = configuration;
  // Go builds the program's module, wherever it then runs.
  if (configuration.type === 'go' && typeof program === 'string' && program !== '') {
    const directory = program.endsWith('.go') ? program.replace(/[\\/]?[^\\/]*$/, '') : program;
    return absolutePath(directory, folder);
  }
  return typeof cwd === 'string' && cwd !== '' ? absolutePath(cwd, folder) : folder;
}

function ownEnvironment(configuration: Configuration): Environment {
  if (listTypes.has(configuration.type)) {
    return Object.fromEntries(listOf(configuration).map(({ name, value }) => [name, value]));
  }
  const own = configuration['env'];
  if (Array.isArray(own)) {
    const lines = own.filter((line): line is string => typeof line === 'string' && line.includes('='));
    return Object.fromEntries(lines.map((line) => [nameIn(line), line.slice(nameIn(line).length + 1)]));
  }
  const env = Object.entries(Object(own) as Record<string, unknown>);
  return Object.fromEntries(
    env.map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  );
}

function listOf(configuration: Configuration): readonly { readonly name: string; readonly value: string }[] {
  const value = configuration['environment'];
  return Array.isArray(value)
    ? value.filter((item) => typeof item?.name === 'string' && typeof item?.value === 'string')
    : [];
}
