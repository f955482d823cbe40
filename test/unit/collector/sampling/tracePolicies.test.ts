import { afterEach, expect, test } from 'vitest';
import { TracePolicies } from '../../../../src/collector/sampling/tracePolicies.ts';
import type { PolicyRule, SamplingPolicy } from '../../../../src/shared/samplingPolicy.ts';
import { UserError } from '../../../../src/shared/userError.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf, type SentSpan } from '../otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

/** Traces by their number, each a list of spans. */
async function storeOf(traces: Readonly<Record<string, readonly SentSpan[]>>, service?: string) {
  const store = new OpenStore();
  opened.push(store);
  for (const [trace, spans] of Object.entries(traces))
    await store.send(
      requestOf(
        spans.map((span) => ({ ...span, trace })),
        service,
      ),
    );
  return store;
}

/** The numbers of the traces that the policies sample. */
function sampled(store: OpenStore, ...policies: readonly SamplingPolicy[]): string {
  return sampledBy(store, new TracePolicies(store.store, policies));
}

function sampledBy(store: OpenStore, policies: TracePolicies): string {
  const { traces } = store.store.index;
  return Array.from(traces.slots())
    .filter((slot) => policies.match(slot) !== undefined)
    .map((slot) => (traces.id[4 * slot + 3] as number).toString(16))
    .join(' ');
}

test('status_code: a span has one of the codes', async () => {
  const store = await storeOf({
    1: [{ id: '1' }, { id: '2', status: { code: 2 } }],
    2: [{ id: '1', status: { code: 1 } }],
    3: [{ id: '1' }],
  });
  const having = (...codes: ('OK' | 'ERROR' | 'UNSET')[]): string =>
    sampled(store, { type: 'status_code', status_code: { status_codes: codes } });
  expect([having('ERROR'), having('OK'), having('UNSET'), having('ERROR', 'OK')]).toEqual([
    '1',
    '2',
    '1 3',
    '1 2',
  ]);
});

test('latency: from the earliest start to the latest end, in whole milliseconds', async () => {
  const store = await storeOf({
    1: [
      { id: '1', start: 0, end: 60 },
      { id: '2', start: 40, end: 100 },
    ],
    2: [{ id: '1', start: 0, end: 100.9 }],
    3: [{ id: '1', start: 0, end: 101 }],
    4: [{ id: '1', start: 0, end: 200 }],
    5: [{ id: '1', start: 0, end: 201 }],
  });
  const between = (lower: number, upper?: number): string =>
    sampled(store, {
      type: 'latency',
      latency: { threshold_ms: lower, ...(upper === undefined ? {} : { upper_threshold_ms: upper }) },
    });
  // Inclusive alone; exclusive below and inclusive above where there is an upper bound; 0 is none.
  expect([between(100), between(101), between(100, 200), between(100, 0)]).toEqual([
    '1 2 3 4 5',
    '3 4 5',
    '3 4',
    '1 2 3 4 5',
  ]);
});

test('probabilistic: by the trace id', async () => {
  const store = await storeOf({
    '6d1aadc9e5031e4b99bf11ae0a796ebc': [{ id: '1' }],
    '2f5169c92f2f4691fae28d00f74ecaf2': [{ id: '1' }],
  });
  expect(sampled(store, { type: 'probabilistic', probabilistic: { sampling_percentage: 1 } })).toBe(
    'a796ebc',
  );
});

test('rate_limiting: two seconds of spans for each service, then as many as come in the time', async () => {
  const span = (count: number): SentSpan[] =>
    Array.from({ length: count }, (_, i) => ({ id: String(i + 1) }));
  const store = await storeOf({ 1: span(3), 2: span(1), 3: span(2), 4: span(5) });
  await store.send(requestOf([{ trace: '5', id: '1' }], 'other'));
  let now = 1_000;
  const policies = new TracePolicies(
    store.store,
    [{ type: 'rate_limiting', rate_limiting: { spans_per_second: 2 } }],
    () => now,
  );
  const rounds = [0, 500, 10_000].map((passed) => {
    now += passed;
    return sampledBy(store, policies);
  });
  // The bucket holds 4: 3 and 1 fit. After half a second there is one more; a trace of 5 spans never fits.
  expect(rounds).toEqual(['1 2 5', '2 5', '1 2 5']);
});

const tenants = {
  1: [{ id: '1', attributes: { tenant: 'acme' } }],
  2: [{ id: '1' }, { id: '2', attributes: { tenant: 'acme-labs', empty: '' } }],
  3: [{ id: '1', attributes: { tenant: 'other', number: 7 } }],
  4: [{ id: '1' }],
};

test.each([
  ['a value', { key: 'tenant', values: ['acme', 'none'] }, '1'],
  ['all but a value', { key: 'tenant', values: ['acme'], invert_match: true }, '2 3 4'],
  ['a part', { key: 'tenant', values: ['^ac.e'], enabled_regex_matching: true }, '1 2'],
  ['flags of RE2', { key: 'tenant', values: ['(?i)LABS\\z'], enabled_regex_matching: true }, '2'],
  [
    'all but a part',
    { key: 'tenant', values: ['^ac'], enabled_regex_matching: true, invert_match: true },
    '3 4',
  ],
  ['no text', { key: 'number', values: ['7', '.*'], enabled_regex_matching: true }, ''],
  ['an empty text', { key: 'empty', values: ['.*'], enabled_regex_matching: true }, ''],
  ['a resource', { key: 'service.name', values: ['shop'] }, '1 2 3 4'],
  ['not a resource', { key: 'service.name', values: ['shop'], invert_match: true }, ''],
  ['no values', { key: 'tenant', values: [] }, ''],
])('string_attribute: %s', async (_name, rule, expected) => {
  const store = await storeOf(tenants);
  expect(sampled(store, { type: 'string_attribute', string_attribute: rule })).toBe(expected);
});

test('string_attribute: patterns that never end elsewhere take no time', async () => {
  const store = await storeOf({ 1: [{ id: '1', attributes: { text: `${'a'.repeat(100_000)}b` } }] });
  const rule = { key: 'text', values: ['(a+)+$', '(a|a)*c'], enabled_regex_matching: true };
  expect(sampled(store, { type: 'string_attribute', string_attribute: rule })).toBe('1');
  const exact = { ...rule, values: ['(a+)+c$'] };
  expect(sampled(store, { type: 'string_attribute', string_attribute: exact })).toBe('');
});

test('and: all of them; the first policy that samples is the one that is named', async () => {
  const store = await storeOf({
    1: [{ id: '1', end: 300, status: { code: 2 } }],
    2: [{ id: '1', status: { code: 2 } }],
    3: [{ id: '1', end: 300 }],
  });
  const slow: SamplingPolicy = { name: 'slow', type: 'latency', latency: { threshold_ms: 200 } };
  const failed: SamplingPolicy = { type: 'status_code', status_code: { status_codes: ['ERROR'] } };
  const both: SamplingPolicy = { name: 'slow errors', type: 'and', and: { and_sub_policy: [slow, failed] } };
  expect([sampled(store, both), sampled(store, slow, failed)]).toEqual(['1', '1 2 3']);
  const policies = new TracePolicies(store.store, [both, failed, slow]);
  const names = Array.from(store.store.index.traces.slots(), (slot) => policies.match(slot));
  expect(names).toEqual(['slow errors', 'status_code', 'slow']);
});

test('a limit counts what another policy has sampled, as in the Collector', async () => {
  const store = await storeOf({
    1: [{ id: '1', status: { code: 2 } }, { id: '2' }],
    2: [{ id: '1' }],
  });
  const failed: SamplingPolicy = { type: 'status_code', status_code: { status_codes: ['ERROR'] } };
  const limited: SamplingPolicy = { type: 'rate_limiting', rate_limiting: { spans_per_second: 1 } };
  const still = (...policies: SamplingPolicy[]): string =>
    sampledBy(store, new TracePolicies(store.store, policies, () => 0));
  expect([still(limited), still(failed, limited)]).toEqual(['1', '1']);
});

const wrong: readonly [unknown, string][] = [
  ['all', 'Sampling policies must be a list.'],
  [[7], 'The sampling policy number 1 must be an object with a type.'],
  [
    [{ type: 'sometimes' }],
    'The sampling policy number 1 is of the unknown type "sometimes"; there are always_sample, status_code, latency, probabilistic, rate_limiting, string_attribute, and.',
  ],
  [[{ type: 'latency' }], 'The sampling policy number 1 needs an object "latency" with what it looks for.'],
  [
    [{ type: 'always_sample' }, { name: 'slow', type: 'latency', latency: { threshold_ms: '5' } }],
    'The sampling policy "slow" needs threshold_ms: a number of milliseconds that is not negative, not "5".',
  ],
  [
    [{ type: 'probabilistic', probabilistic: { sampling_percentage: 101 } }],
    'The sampling policy number 1 needs a sampling_percentage from 0 to 100, not 101.',
  ],
  [
    [{ type: 'status_code', status_code: { status_codes: ['FAILED'] } }],
    'The sampling policy number 1 has the unknown status code "FAILED"; there are OK, ERROR, UNSET.',
  ],
  [
    [{ name: 'x', type: 'and', and: { and_sub_policy: [{ type: 'rate_limiting', rate_limiting: {} }] } }],
    'The sampling policy number 1 in "x" needs spans_per_second: a number of spans that is not negative, not nothing.',
  ],
  [
    [
      {
        name: 'paths',
        type: 'string_attribute',
        string_attribute: { key: 'k', values: ['('], enabled_regex_matching: true },
      },
    ],
    'The sampling policy "paths" has a pattern that is none: error parsing regexp: missing closing ): `(`.',
  ],
  [
    [{ type: 'string_attribute', string_attribute: { key: '', values: ['a'] } }],
    'The sampling policy number 1 needs the key of an attribute.',
  ],
];

test.each(wrong)('what is wrong is said: %j', async (policies, sentence) => {
  const { store } = await storeOf({});
  const make = (): TracePolicies => new TracePolicies(store, policies as SamplingPolicy[]);
  expect(make).toThrow(UserError);
  expect(make).toThrow(sentence);
});

test('no policy samples nothing, always_sample everything', async () => {
  const store = await storeOf({ 1: [{ id: '1' }] });
  const always: PolicyRule = { type: 'always_sample' };
  expect([sampled(store), sampled(store, always)]).toEqual(['', '1']);
});
