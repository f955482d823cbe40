import type { ForwardSettings } from '../shared/forward.ts';
import { headerValueProblem, isHeaderValue } from '../shared/headerValue.ts';

/** `${secret:NAME}` or `${env:NAME}` in the value of a header. */
const reference = /\$\{(secret|env):([^}]*)\}/g;

/** What stands behind a name; `undefined` where nothing does. */
export interface HeaderValues {
  secret(name: string): PromiseLike<string | undefined>;
  env(name: string): string | undefined;
}

/** Forwards with the values of their headers, and what was not found. */
export interface ResolvedForwards {
  /** One whose header has no value says so and has none: a back end is not to get half of what it asks for. */
  readonly forwards: readonly ForwardSettings[];
  /** Sentences. */
  readonly problems: readonly string[];
}

/** Names of the secrets that a forward refers to. */
export function secretsOf({ headers = {} }: Pick<ForwardSettings, 'headers'>): readonly string[] {
  const found = Object.values(headers).flatMap((value) => [...value.matchAll(reference)]);
  return [...new Set(found.filter(([, kind]) => kind === 'secret').map(([, , name = '']) => name))];
}

/** Puts the values of secrets and variables in place of their names. */
export async function resolveHeaders(
  forwards: readonly ForwardSettings[],
  values: HeaderValues,
): Promise<ResolvedForwards> {
  const resolved = await Promise.all(forwards.map((forward) => resolveForward(forward, values)));
  return {
    forwards: resolved.map(({ forward }) => forward),
    problems: resolved.flatMap(({ problems }) => problems),
  };
}

interface Missing {
  readonly kind: string;
  readonly name: string;
}

async function resolveForward(
  forward: ForwardSettings,
  values: HeaderValues,
): Promise<{ readonly forward: ForwardSettings; readonly problems: readonly string[] }> {
  if (forward.headers === undefined || forward.enabled === false) return { forward, problems: [] };
  const problems: string[] = [];
  const headers: Record<string, string> = {};
  for (const [header, text] of Object.entries(forward.headers)) {
    const missing: Missing[] = [];
    const value = await resolveText(text, values, missing);
    headers[header] = value;
    problems.push(...missing.map((what) => problem(forward.name, what)));
    if (!isHeaderValue(value)) problems.push(headerValueProblem(header, forward.name));
  }
  return {
    forward: problems.length === 0 ? { ...forward, headers } : { ...forward, unresolved: true, headers: {} },
    problems,
  };
}

async function resolveText(text: string, values: HeaderValues, missing: Missing[]): Promise<string> {
  let resolved = '';
  let end = 0;
  for (const match of text.matchAll(reference)) {
    const [all, kind = '', name = ''] = match;
    const value = kind === 'secret' ? await values.secret(name) : values.env(name);
    if (value === undefined) missing.push({ kind, name });
    resolved += text.slice(end, match.index) + (value ?? '');
    end = match.index + all.length;
  }
  return resolved + text.slice(end);
}

function problem(forward: string, { kind, name }: Missing): string {
  return kind === 'secret'
    ? `The forward "${forward}" is off: its secret "${name}" is not stored here. Remove the forward and add it again to enter it.`
    : `The forward "${forward}" is off: the variable ${name} is not set where VS Code runs.`;
}
