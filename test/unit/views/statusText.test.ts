import { expect, test } from 'vitest';
import type { CollectorStatus } from '../../../src/shared/collectorStatus.ts';
import type { Health } from '../../../src/shared/protocol.ts';
import { type StatusText, statusText, type Traffic } from '../../../src/views/statusText.ts';

const ready: CollectorStatus = { kind: 'ready', grpc: '127.0.0.1:4317', http: '127.0.0.1:4318' };
const now = 10_000_000;
const forward = {
  name: 'tempo',
  protocol: 'otlp/grpc',
  endpoint: 'http://localhost:14317',
  state: 'sending',
  sentSpans: 1,
  droppedSpans: 0,
  rejectedSpans: 0,
  sampledOutSpans: 0,
  queuedBytes: 0,
} as const;
const well = {
  run: { name: 'Debug server' },
  diskBytes: 4_200_000,
  maxDiskBytes: 1_024_000_000,
  clients: ['code', 'cli'],
  forwards: [forward, { ...forward, name: 'off', state: 'off' }],
  notices: [],
  refusals: [],
  receivers: [],
} as unknown as Health;
const quiet: Traffic = { spansPerSecond: 0, paused: false, spans: 1200, traces: 34 };

test.each<[string, CollectorStatus, Traffic | undefined]>([
  ['$(sync~spin) OTLP', { kind: 'connecting' }, undefined],
  ['$(pulse) OTLP :4318', ready, undefined],
  ['$(pulse) OTLP :4318', ready, quiet],
  ['$(pulse) OTLP :4318  312/s', ready, { ...quiet, spansPerSecond: 311.7 }],
  ['$(debug-pause) OTLP :4318  paused', ready, { ...quiet, paused: true, spansPerSecond: 9 }],
  ['$(circle-slash) OTLP stopped', { kind: 'stopped' }, quiet],
  [
    '$(error) OTLP :4317 taken',
    {
      kind: 'failed',
      reason: '',
      taken: { port: 4317, holder: 'otelcol (process 4711)', freeGrpcPort: 4319, freeHttpPort: 4320 },
    },
    undefined,
  ],
  ['$(error) OTLP', { kind: 'failed', reason: 'Port 4318 is taken.' }, quiet],
])('%s', (text, status, traffic) => {
  expect(statusText(status, { traffic }).text).toBe(text);
});

test('what is essential is told on hover', () => {
  const coverage = '92 % of spans have a line; 3 sites without one';
  expect(picture(statusText(ready, { traffic: quiet, coverage, health: well, nowMillis: now }))).toBe(
    `
$(pulse) OTLP :4318
  Spanline receives OTLP at 127.0.0.1:4318 (HTTP) and 127.0.0.1:4317 (gRPC).
  It holds 1,200 spans in 34 traces.
  92 % of spans have a line; 3 sites without one.
  Run: Debug server.
  Forwards to tempo.
  4.2 MB of 1.02 GB on disk; 2 windows connected.`.trim(),
  );
});

test('what needs a person warns, and is told first', () => {
  const refusal = { reason: 'the body is no protobuf', requests: 2, spans: 0, lastUnixMillis: now - 60_000 };
  const health = {
    ...well,
    notices: ['The store was damaged; it was kept aside.'],
    refusals: [refusal, { ...refusal, reason: 'long ago', lastUnixMillis: now - 3_600_000 }],
    receivers: [{ name: 'Zipkin', problem: 'Port 9411 is held by java (process 7).' }],
    forwards: [{ ...forward, state: 'retrying', problem: 'It does not answer.' } as const],
  };
  const [title, ...lines] = picture(statusText(ready, { health, nowMillis: now })).split('\n');
  expect(title).toBe('$(warning) OTLP :4318 (warning)');
  expect(lines.filter((line) => line.startsWith('  !'))).toEqual([
    '  ! The store was damaged; it was kept aside.',
    '  ! Zipkin: Port 9411 is held by java (process 7).',
    '  ! Refused lately: the body is no protobuf',
    '  ! Forward tempo: It does not answer.',
  ]);
});

test('a failure is explained where one looks', () => {
  const failed = statusText({ kind: 'failed', reason: 'Port 4318 is taken.' });
  expect(picture(failed)).toBe('$(error) OTLP (error)\n  Port 4318 is taken.');
});

function picture({ text, lines, level }: StatusText): string {
  const title = level === 'normal' ? text : `${text} (${level})`;
  return [title, ...lines.map((line) => `  ${line.warning === true ? '! ' : ''}${line.text}`)].join('\n');
}
