import { expect, test } from 'vitest';
import { parseCollectorSettings } from '../../../src/shared/parseCollectorSettings.ts';

test('what is right is taken as it is', () => {
  const settings = {
    keepRunning: false,
    maxSpans: 5000,
    maxDiskMegabytes: 64,
    sampleRatio: 0.5,
    keep: [
      { name: 'failed', type: 'status_code', status_code: { status_codes: ['ERROR', 'UNSET'] } },
      { type: 'latency', latency: { threshold_ms: 500, upper_threshold_ms: 900 } },
      { type: 'probabilistic', probabilistic: { sampling_percentage: 12.5, hash_salt: '' } },
      { type: 'rate_limiting', rate_limiting: { spans_per_second: 100 } },
      {
        type: 'and',
        and: {
          and_sub_policy: [
            { type: 'always_sample' },
            {
              type: 'string_attribute',
              string_attribute: { key: 'http.route', values: ['^/a'], enabled_regex_matching: true },
            },
          ],
        },
      },
    ],
    allowedOrigins: ['https://app.example.com:8443'],
    forwards: [
      {
        name: 'tempo',
        protocol: 'otlp/grpc',
        endpoint: 'http://localhost:14317',
        enabled: true,
        headers: { 'x-scope': 'dev' },
        compression: 'none',
        tls: { caFile: '/ca.pem', certFile: '/c.pem', keyFile: '/k.pem', insecureSkipVerify: false },
        policies: [{ type: 'always_sample' }],
        decisionWaitSeconds: 2,
        signals: ['traces', 'logs'],
        queueMegabytes: 8,
      },
    ],
  };
  expect(parseCollectorSettings(settings)).toEqual({ settings, problems: [] });
  expect(parseCollectorSettings({})).toEqual({ settings: {}, problems: [] });
});

test('every problem names its key and says what is wanted', () => {
  const { settings, problems } = picture({
    keepRunning: 'yes',
    maxSpans: 1.5,
    sampleRatio: 2,
    maxDiskMegabytes: null,
    keep: [
      { type: 'sometimes' },
      { latency: {} },
      { type: 'latency', latency: { threshold_ms: '5' } },
      { type: 'latency', latency: { threshold_ms: 5, upper_threshold_ms: 5 } },
      { type: 'status_code', status_code: { status_codes: ['Error'] } },
      { type: 'probabilistic' },
      {
        type: 'string_attribute',
        string_attribute: { key: 'a', values: [7] },
      },
      { type: 'and', and: { and_sub_policy: [{ type: 'rate_limiting', rate_limiting: {} }] } },
      'all',
    ],
    allowedOrigins: ['example.com', 'https://example.com/path'],
    forwards: [
      { name: 'a', protocol: 'otlp', endpoint: 'localhost:4317' },
      {
        name: 'b',
        protocol: 'otlp/http',
        endpoint: 'http://b',
        headers: { 'x key': 'v', key: 'secret\nmore' },
      },
      { name: 'c', protocol: 'otlp/http', endpoint: 'http://c', tls: { certFile: '/c.pem' } },
      { name: 'd', protocol: 'otlp/http', endpoint: 'http://d' },
      { name: 'd', protocol: 'otlp/http', endpoint: 'http://d2' },
      { name: 'e', protocol: 'otlp/http', endpoint: 'http://e', policies: [{ type: 'always' }] },
      {},
    ],
  });
  expect(settings).toEqual({
    keep: [],
    allowedOrigins: [],
    forwards: [{ name: 'd', protocol: 'otlp/http', endpoint: 'http://d' }],
  });
  expect(problems).toMatchInlineSnapshot(`
    "keepRunning must be true or false.
    maxSpans must be a whole number from 1 to 1000000000.
    maxDiskMegabytes must be a number from 1 to 1000000000.
    sampleRatio must be a number from 0 to 1.
    keep[0].type must be one of always_sample, status_code, latency, probabilistic, rate_limiting, string_attribute, and.
    keep[1].type is missing.
    keep[2].latency.threshold_ms must be a number from 0 to 1000000000000.
    keep[3].latency.upper_threshold_ms must be greater than threshold_ms.
    keep[4].status_code.status_codes[0] must be one of OK, ERROR, UNSET.
    keep[5].probabilistic is missing.
    keep[6].string_attribute.values[0] must be a text.
    keep[7].and.and_sub_policy[0].rate_limiting.spans_per_second is missing.
    keep[8] must be an object.
    allowedOrigins[0] must be an origin such as https://app.example.com.
    allowedOrigins[1] must be an origin such as https://app.example.com.
    forwards[0].protocol must be one of otlp/grpc, otlp/http, zipkin.
    forwards[0].endpoint must be an address that begins with http:// or https://.
    forwards[1].headers holds "x key", which is no name of a header.
    forwards[1].headers.key must be a text of one line that a header can carry.
    forwards[2].tls.keyFile is missing beside the other.
    forwards[5].policies[0].type must be one of always_sample, status_code, latency, probabilistic, rate_limiting, string_attribute, and.
    forwards[6].name is missing.
    forwards[6].protocol is missing.
    forwards[6].endpoint is missing.
    forwards holds "d" twice; give each its own name."
  `);
});

test('keys that nobody knows are said, and what stands beside them is taken', () => {
  const { settings, problems } = picture({
    maxSpan: 3,
    maxSpans: 3,
    keep: [{ type: 'always_sample', weight: 1 }],
    forwards: [{ name: 'a', protocol: 'zipkin', endpoint: 'http://z:9411', tls: { ca: '' } }],
  });
  expect(settings).toEqual({
    maxSpans: 3,
    keep: [{ type: 'always_sample' }],
    forwards: [{ name: 'a', protocol: 'zipkin', endpoint: 'http://z:9411', tls: {} }],
  });
  expect(problems).toMatchInlineSnapshot(`
    "- keep[0].weight is no setting that Spanline knows.
    - forwards[0].tls.ca is no setting that Spanline knows.
    - maxSpan is no setting that Spanline knows."
  `);
});

test.each([['text'], [null], [[]], [7]])('%o is no settings', (value) => {
  expect(picture(value)).toEqual({ settings: {}, problems: 'The settings must be an object.' });
});

test('policies that never end are refused, not followed', () => {
  let policy: unknown = { type: 'always_sample' };
  for (let i = 0; i < 5000; i++) policy = { type: 'and', and: { and_sub_policy: [policy] } };
  const { settings, problems } = picture({ keep: [policy] });
  expect(settings).toEqual({ keep: [] });
  expect(problems).toMatch(/^keep\[0\]\.and.*is nested too deeply\.$/);
});

test('a value that may be a secret is in no sentence', () => {
  const { problems } = picture({
    forwards: [
      { name: 'a', protocol: 'otlp/http', endpoint: 'hidden', headers: { authorization: 'hidden\u0000' } },
      { name: 'b', protocol: 'otlp/http', endpoint: 'http://b', headers: 'hidden' },
    ],
  });
  expect(problems).not.toContain('hidden');
});

/** The problems as lines, those that are harmless with a dash. */
function picture(value: unknown) {
  const { settings, problems } = parseCollectorSettings(value);
  return {
    settings,
    problems: problems.map(({ sentence, harmless }) => (harmless ? `- ${sentence}` : sentence)).join('\n'),
  };
}
