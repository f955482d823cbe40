import { readFileSync } from 'node:fs';
import { messageOf } from '../shared/assert.ts';
import type { CollectorSettings } from '../shared/collectorSettings.ts';
import { parseCollectorSettings } from '../shared/parseCollectorSettings.ts';
import { fault, type SettingsProblem } from '../shared/settingsMembers.ts';
import { UserError } from '../shared/userError.ts';

export interface Config {
  readonly settings: CollectorSettings;
  /** Sentences about what was passed over. */
  readonly warnings: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the file of `--config`: JSON of `CollectorSettings`, `${env:NAME}` in values of headers. Throws a `UserError` with a
 * sentence for each problem, since a collector that runs with half of what was asked for would only be found out late.
 */
export function readConfig(path: string, env: Environment): Config {
  const problems: SettingsProblem[] = [];
  const value = withEnvironment(readJson(path), env, problems);
  const parsed = parseCollectorSettings(value);
  problems.push(...parsed.problems);
  const faults = problems.filter(({ harmless }) => !harmless);
  if (faults.length > 0)
    throw new UserError([`${path} cannot be used.`, ...faults.map(({ sentence }) => sentence)].join('\n'));
  return {
    settings: parsed.settings,
    warnings: problems.map(({ sentence }) => `${path}: ${sentence}`),
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    // The message of a syntax error quotes the file, which may hold secrets.
    const reason = error instanceof SyntaxError ? 'it is no JSON' : messageOf(error);
    throw new UserError(`The file of --config, ${path}, cannot be read: ${reason}.`);
  }
}

/** The same settings with the variables that values of headers name. What has another shape is left to the check that follows. */
function withEnvironment(value: unknown, env: Environment, problems: SettingsProblem[]): unknown {
  if (!isRecord(value) || !Array.isArray(value['forwards'])) return value;
  const forwards = value['forwards'].map((forward: unknown, i) => {
    if (!isRecord(forward) || !isRecord(forward['headers'])) return forward;
    const headers = Object.entries(forward['headers']).map(([name, text]) => {
      const path = `forwards[${i}].headers.${name}`;
      return [name, typeof text === 'string' ? filled(text, path, env, problems) : text];
    });
    return { ...forward, headers: Object.fromEntries(headers) as unknown };
  });
  return { ...value, forwards };
}

function filled(text: string, path: string, env: Environment, problems: SettingsProblem[]): string {
  return text.replace(/\$\{env:([^}]*)\}/g, (_all, name: string) => {
    const found = env[name];
    if (found === undefined)
      problems.push(fault(path, `names the environment variable ${name}, which is not set`));
    return found ?? '';
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
