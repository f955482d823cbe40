import { expect, test } from 'vitest';
import { basicAuthorization } from '../../../src/shared/basicAuthorization.ts';
import { forwardPresets, presetForward, valueProblem } from '../../../src/shared/forwardPresets.ts';

const answers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  collector: { address: 'http://localhost:14317' },
  jaeger: { address: 'http://localhost:14317' },
  tempo: { address: 'http://localhost:14317' },
  zipkin: { address: 'http://localhost:9411' },
  'grafana-cloud': { zone: 'prod-eu-west-2', instance: '123456', key: 'glc_abc' },
  honeycomb: { host: 'api.eu1.honeycomb.io', key: ' hcaik_abc ' },
  datadog: { site: 'us5.datadoghq.com', key: '0123456789abcdef0123456789abcdef' },
};

test('each preset becomes a forward', () => {
  const lines = forwardPresets.map((preset) => {
    const { protocol, endpoint, headers, signals } = presetForward(preset, 'mine', answers[preset.id] ?? {});
    const told = Object.entries(headers ?? {}).map(([name, value]) => ` ${name}: ${value}`);
    return `${preset.id}: ${protocol} ${endpoint} ${signals?.join('+') ?? 'all'}${told.join('')}`;
  });
  expect(`\n${lines.join('\n')}\n`).toBe(`
collector: otlp/grpc http://localhost:14317 all
jaeger: otlp/grpc http://localhost:14317 traces
tempo: otlp/grpc http://localhost:14317 traces
zipkin: zipkin http://localhost:9411 traces
grafana-cloud: otlp/http https://otlp-gateway-prod-eu-west-2.grafana.net/otlp all authorization: Basic MTIzNDU2OmdsY19hYmM=
honeycomb: otlp/http https://api.eu1.honeycomb.io all x-honeycomb-team: hcaik_abc
datadog: otlp/http https://otlp.us5.datadoghq.com traces+logs dd-api-key: 0123456789abcdef0123456789abcdef
`);
});

test('what is filled in beforehand, and every choice, can be a value', () => {
  for (const asked of forwardPresets.flatMap((preset) => preset.asks)) {
    for (const value of [asked.initial, ...(asked.choices ?? []).map((choice) => choice.value)]) {
      if (value !== undefined) expect(valueProblem(asked, value)).toBe(undefined);
    }
  }
});

test('what cannot be a value is said, a secret without its text', () => {
  const grafana = forwardPresets.find(({ id }) => id === 'grafana-cloud');
  const problems = (grafana?.asks ?? []).flatMap((asked) => [
    valueProblem(asked, ''),
    valueProblem(asked, 'ä b'),
  ]);
  expect(`\n${problems.join('\n')}\n`).toBe(`
Zone is needed. It is in the address under OpenTelemetry, Configure, on the stack's page.
This cannot be the zone: one looks like prod-eu-west-2. It is in the address under OpenTelemetry, Configure, on the stack's page.
Instance ID is needed. It is under OpenTelemetry, Configure, on the stack's page.
This cannot be the instance ID: one looks like 123456. It is under OpenTelemetry, Configure, on the stack's page.
Token is needed. Make one under OpenTelemetry, Configure, on the stack's page; it must be allowed to write traces.
This cannot be the token: one looks like glc_…. Make one under OpenTelemetry, Configure, on the stack's page; it must be allowed to write traces.
`);
});

test('basic authentication is that of Node', () => {
  for (const password of ['', 'a', 'ab', 'abc', 'abcd', '~?>']) {
    expect(basicAuthorization('u', password)).toBe(
      `Basic ${Buffer.from(`u:${password}`).toString('base64')}`,
    );
  }
});
