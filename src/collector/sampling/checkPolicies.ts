import { messageOf } from '../../shared/assert.ts';
import { UserError } from '../../shared/userError.ts';
import { TextMatcher } from './textMatcher.ts';

/** Deeper ones are nobody's. */
const deepest = 8;

type Fields = Readonly<Record<string, unknown>>;

/** Settings come from files and other versions: throws a `UserError` that names the first policy that is wrong, and why. */
export function checkPolicies(policies: unknown): void {
  if (!Array.isArray(policies)) throw new UserError('Sampling policies must be a list.');
  for (const [i, policy] of policies.entries()) checkPolicy(policy, `number ${i + 1}`, 0);
}

/** `place` says which one it is where it has no name. */
function checkPolicy(policy: unknown, place: string, depth: number): void {
  if (!isFields(policy)) throw new UserError(`The sampling policy ${place} must be an object with a type.`);
  const { type, name } = policy;
  const label = typeof name === 'string' && name !== '' ? `"${name}"` : place;
  const fail: Fail = (problem) => new UserError(`The sampling policy ${label} ${problem}.`);
  if (name !== undefined && typeof name !== 'string') throw fail('must have a text as its name');
  const check = typeof type === 'string' && Object.hasOwn(checks, type) ? checks[type] : undefined;
  if (check === undefined) {
    throw fail(`is of the unknown type ${shown(type)}; there are ${Object.keys(checks).join(', ')}`);
  }
  if (type === 'always_sample') return;
  const rule = policy[type as string];
  if (!isFields(rule)) throw fail(`needs an object "${String(type)}" with what it looks for`);
  check(rule, fail, label, depth);
}

/** The error that says what is wrong. */
type Fail = (problem: string) => UserError;
type Check = (rule: Fields, fail: Fail, label: string, depth: number) => void;

const checks: Readonly<Record<string, Check>> = {
  always_sample: () => undefined,
  status_code: ({ status_codes: codes }, fail) => {
    if (!Array.isArray(codes) || codes.length === 0) throw fail('needs at least one of OK, ERROR, UNSET');
    const wrong = codes.find((code) => !['OK', 'ERROR', 'UNSET'].includes(code as string));
    if (wrong !== undefined)
      throw fail(`has the unknown status code ${shown(wrong)}; there are OK, ERROR, UNSET`);
  },
  latency: (rule, fail) => {
    checkNumber(rule, 'threshold_ms', 'milliseconds', fail);
    if (rule['upper_threshold_ms'] !== undefined)
      checkNumber(rule, 'upper_threshold_ms', 'milliseconds', fail);
  },
  probabilistic: ({ sampling_percentage: share, hash_salt: salt }, fail) => {
    if (typeof share !== 'number' || !(share >= 0 && share <= 100))
      throw fail(`needs a sampling_percentage from 0 to 100, not ${shown(share)}`);
    if (salt !== undefined && typeof salt !== 'string') throw fail('must have a text as its hash_salt');
  },
  rate_limiting: (rule, fail) => checkNumber(rule, 'spans_per_second', 'spans', fail),
  string_attribute: (rule, fail) => {
    const { key, values, enabled_regex_matching: arePatterns, invert_match: invert } = rule;
    if (typeof key !== 'string' || key === '') throw fail('needs the key of an attribute');
    if (!Array.isArray(values) || !values.every((value) => typeof value === 'string'))
      throw fail('needs a list of texts as its values');
    for (const flag of [arePatterns, invert])
      if (flag !== undefined && typeof flag !== 'boolean')
        throw fail('needs true or false for enabled_regex_matching and invert_match');
    if (arePatterns === true) for (const value of values) checkPattern(value, fail);
  },
  and: ({ and_sub_policy: parts }, fail, label, depth) => {
    if (!Array.isArray(parts)) throw fail('needs a list and_sub_policy');
    if (depth >= deepest) throw fail('is nested too deeply');
    for (const [i, part] of parts.entries()) checkPolicy(part, `number ${i + 1} in ${label}`, depth + 1);
  },
};

function checkNumber(rule: Fields, name: string, unit: string, fail: Fail): void {
  const value = rule[name];
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    throw fail(`needs ${name}: a number of ${unit} that is not negative, not ${shown(value)}`);
}

function checkPattern(pattern: string, fail: Fail): void {
  try {
    new TextMatcher([pattern], true);
  } catch (error) {
    throw fail(`has a pattern that is none: ${messageOf(error)}`);
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
