import { expect, test } from 'vitest';
import type { CollectorStatus } from '../../../src/shared/collectorStatus.ts';
import { statusText, type Traffic } from '../../../src/views/statusText.ts';

const ready: CollectorStatus = { kind: 'ready', grpc: '127.0.0.1:4317', http: '127.0.0.1:4318' };
const quiet: Traffic = { spansPerSecond: 0, paused: false, spans: 1200, traces: 34 };

test.each<[string, CollectorStatus, Traffic | undefined]>([
  ['$(sync~spin) OTLP', { kind: 'connecting' }, undefined],
  ['$(pulse) OTLP :4318', ready, undefined],
  ['$(pulse) OTLP :4318', ready, quiet],
  ['$(pulse) OTLP :4318  312/s', ready, { ...quiet, spansPerSecond: 311.7 }],
  ['$(debug-pause) OTLP :4318  paused', ready, { ...quiet, paused: true, spansPerSecond: 9 }],
  ['$(circle-slash) OTLP stopped', { kind: 'stopped' }, quiet],
  ['$(error) OTLP', { kind: 'failed', reason: 'Port 4318 is taken.' }, quiet],
])('%s', (text, status, traffic) => {
  expect(statusText(status, traffic).text).toBe(text);
});

test('how many spans have a line is told on hover, where there are spans', () => {
  const { tooltip } = statusText(ready, quiet, '92 % of spans have a line; 3 sites without one');
  expect(tooltip).toMatch(/34 traces\. 92 % of spans have a line; 3 sites without one\.$/);
  expect(statusText(ready, quiet).tooltip).toMatch(/34 traces\.$/);
});

test('a failure is explained where one looks', () => {
  const failed = statusText({ kind: 'failed', reason: 'Port 4318 is taken.' }, undefined);
  expect(failed).toMatchObject({ tooltip: 'Port 4318 is taken.', level: 'error' });
});
