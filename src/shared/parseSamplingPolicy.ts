import type { PolicyRule, SamplingPolicy, StringAttributeRule } from './samplingPolicy.ts';
import {
  fault,
  present,
  readText,
  SettingsMembers,
  type SettingsProblem,
  wholly,
} from './settingsMembers.ts';

type RuleType = PolicyRule['type'];

const types: readonly RuleType[] = [
  'always_sample',
  'status_code',
  'latency',
  'probabilistic',
  'rate_limiting',
  'string_attribute',
  'and',
];
/** Far more than anybody writes. */
const deepest = 8;

/** A policy, or nothing where any part of it is wrong: a rule that is half understood would keep other traces. */
export const readSamplingPolicy = wholly((value, path, problems) => readPolicy(value, path, problems, 0));

function readPolicy(
  value: unknown,
  path: string,
  problems: SettingsProblem[],
  depth: number,
): SamplingPolicy | undefined {
  const members = SettingsMembers.of(value, path, problems);
  if (members === undefined) return undefined;
  const name = members.text('name');
  const type = members.need('type', members.oneOf('type', types));
  const rule = type === undefined ? undefined : readRule(members, type, depth);
  // Without its type nobody can say which of the other keys are known.
  if (type !== undefined) members.finish();
  return rule === undefined ? undefined : { ...present({ name }), ...rule };
}

function readRule(members: SettingsMembers, type: RuleType, depth: number): PolicyRule | undefined {
  if (type === 'always_sample') return { type };
  const rule = members.value(type, (value, path, problems) => {
    const details = SettingsMembers.of(value, path, problems);
    const read = details === undefined ? undefined : readDetails(details, type, depth);
    details?.finish();
    return read;
  });
  return members.need(type, rule);
}

function readDetails(
  details: SettingsMembers,
  type: Exclude<RuleType, 'always_sample'>,
  depth: number,
): PolicyRule | undefined {
  switch (type) {
    case 'status_code':
      return statusCode(details);
    case 'latency':
      return latency(details);
    case 'probabilistic':
      return probabilistic(details);
    case 'rate_limiting': {
      const rate = details.need('spans_per_second', details.number('spans_per_second', 0, 1e12));
      return rate === undefined ? undefined : { type, rate_limiting: { spans_per_second: rate } };
    }
    case 'string_attribute': {
      const rule = stringAttribute(details);
      return rule === undefined ? undefined : { type, string_attribute: rule };
    }
    case 'and':
      return and(details, depth);
  }
}

const statusCodes = ['OK', 'ERROR', 'UNSET'] as const;

function statusCode(details: SettingsMembers): PolicyRule | undefined {
  const codes = details.filledList('status_codes', (value, path, problems) => {
    const code = statusCodes.find((one) => one === value);
    if (code === undefined) problems.push(fault(path, `must be one of ${statusCodes.join(', ')}`));
    return code;
  });
  const needed = details.need('status_codes', codes);
  return needed === undefined ? undefined : { type: 'status_code', status_code: { status_codes: needed } };
}

const longestMillis = 1e12;

function latency(details: SettingsMembers): PolicyRule | undefined {
  const threshold = details.need('threshold_ms', details.number('threshold_ms', 0, longestMillis));
  const upper = details.number('upper_threshold_ms', 0, longestMillis);
  if (threshold === undefined) return undefined;
  // The Collector takes 0 for "no upper threshold".
  if (upper !== undefined && upper !== 0 && upper <= threshold)
    return details.complain('upper_threshold_ms', 'must be greater than threshold_ms');
  const bounds = present({ upper_threshold_ms: upper === 0 ? undefined : upper });
  return { type: 'latency', latency: { threshold_ms: threshold, ...bounds } };
}

function probabilistic(details: SettingsMembers): PolicyRule | undefined {
  const share = details.need('sampling_percentage', details.number('sampling_percentage', 0, 100));
  const salt = details.text('hash_salt', 'must be a text', /^/);
  if (share === undefined) return undefined;
  return {
    type: 'probabilistic',
    probabilistic: { sampling_percentage: share, ...present({ hash_salt: salt }) },
  };
}

/** Whether a value is a pattern of RE2 only the collector can tell, and does when it is configured. */
function stringAttribute(details: SettingsMembers): StringAttributeRule | undefined {
  const key = details.need('key', details.text('key'));
  const values = details.need('values', details.filledList('values', readText));
  const flags = present({
    enabled_regex_matching: details.boolean('enabled_regex_matching'),
    invert_match: details.boolean('invert_match'),
  });
  if (key === undefined || values === undefined) return undefined;
  return { key, values, ...flags };
}

function and(details: SettingsMembers, depth: number): PolicyRule | undefined {
  const rules = details.filledList('and_sub_policy', (value, path, problems) => {
    if (depth < deepest) return readPolicy(value, path, problems, depth + 1);
    problems.push(fault(path, 'is nested too deeply'));
    return undefined;
  });
  const needed = details.need('and_sub_policy', rules);
  return needed === undefined ? undefined : { type: 'and', and: { and_sub_policy: needed } };
}
