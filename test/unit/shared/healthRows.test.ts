import { expect, test } from 'vitest';
import { healthMarkdown, healthRows } from '../../../src/shared/healthRows.ts';
import type { Health } from '../../../src/shared/protocol.ts';
import type { RunId } from '../../../src/shared/run.ts';

const health: Health = {
  pid: 42,
  version: '0.1.0',
  protocol: 1,
  grpc: '127.0.0.1:4317',
  http: '127.0.0.1:4318',
  socket: '/run/spanline.sock',
  data: '/home/data',
  startedUnixMillis: 0,
  clients: ['code 1.139.1', 'cli'],
  paused: false,
  spans: 12_345,
  traces: 678,
  sites: 90,
  spansPerSecond: 311.7,
  maxSpans: 1_000_000,
  expiredSpans: 0,
  duplicateSpans: 0,
  refusedRequests: 0,
  refusedSpans: 0,
  lastRefusal: undefined,
  refusals: [],
  drops: [],
  receivers: [],
  forwards: [],
  notices: [],
  keepRunning: false,
  maxDiskBytes: 1_024_000_000,
  sampleRatio: 1,
  pinnedTraces: 0,
  run: undefined,
  diskBytes: 4_200_000,
  indexBytes: 900_000,
  rssBytes: 88_000_000,
  logBatches: 0,
  metricBatches: 3,
};

test('a healthy collector', () => {
  expect(picture(health)).toMatchInlineSnapshot(`
    "Collector: version 0.1.0, process 42
    Running: for 1 h 1 min; ends a minute after its last window
    OTLP/gRPC: http://127.0.0.1:4317
    OTLP/HTTP: http://127.0.0.1:4318
    Receiving: 312 spans a second
    Held: 12,345 of at most 1,000,000 spans, 678 traces, 90 sites
    Kept as sent: 0 batches of logs, 3 of metrics
    On disk: 4.2 MB of at most 1.02 GB in /home/data
    In memory: 88.0 MB, of which 900 kB index
    Windows: code 1.139.1, cli"
  `);
});

test('what was lost, doubled or refused is said, and what a person must know first', () => {
  expect(
    picture({
      ...health,
      paused: true,
      sampleRatio: 0.25,
      pinnedTraces: 2,
      keepRunning: true,
      duplicateSpans: 3,
      notices: ['The store was damaged; it was kept aside as spans.db.damaged.'],
      refusals: [
        { reason: 'a span without a trace id', requests: 0, spans: 1, lastUnixMillis: 3_650_000 },
        { reason: 'the body is no protobuf', requests: 2, spans: 0, lastUnixMillis: 60_000 },
      ],
      drops: [
        { reason: 'over the budget of spans', spans: 5000, traces: 12 },
        { reason: 'sampled out at the door', spans: 1, traces: 0 },
      ],
      receivers: [
        { name: 'OTLP/gRPC', problem: 'Port 4317 is held by otelcol (process 4711).' },
        { name: 'OTLP/HTTP', address: '127.0.0.1:4318' },
        { name: 'Zipkin', address: '127.0.0.1:9411' },
      ],
    }),
  ).toMatchInlineSnapshot(`
    "! Notice: The store was damaged; it was kept aside as spans.db.damaged.
    Collector: version 0.1.0, process 42
    Running: for 1 h 1 min; stays without windows
    ! OTLP/gRPC: Port 4317 is held by otelcol (process 4711).
    OTLP/HTTP: http://127.0.0.1:4318
    Zipkin: http://127.0.0.1:9411
    ! Receiving: paused; keeps 25 % of traces
    ! Refused: 1 span, just now: a span without a trace id
    ! Refused: 2 requests, 1 h 0 min ago: the body is no protobuf
    Held: 12,345 of at most 1,000,000 spans, 678 traces (2 pinned), 90 sites
    Dropped: 5,000 spans of 12 traces: over the budget of spans
    Dropped: 1 span: sampled out at the door
    Duplicates: 3 spans came more than once
    Kept as sent: 0 batches of logs, 3 of metrics
    On disk: 4.2 MB of at most 1.02 GB in /home/data
    In memory: 88.0 MB, of which 900 kB index
    Windows: code 1.139.1, cli"
  `);
});

test('a run and forwards', () => {
  const forward = {
    protocol: 'otlp/http',
    sentSpans: 5000,
    droppedSpans: 0,
    rejectedSpans: 0,
    sampledOutSpans: 0,
    queuedBytes: 0,
  } as const;
  const run = { id: 3 as RunId, name: 'Debug server', kind: 'debug', startUnixMillis: 0, traces: 1 } as const;
  const forwards = [
    {
      ...forward,
      name: 'tempo',
      endpoint: 'http://localhost:4318',
      state: 'sending',
      lastSentUnixMillis: 3_659_000,
    },
    {
      ...forward,
      name: 'cloud',
      endpoint: 'https://api.example.com',
      state: 'retrying',
      problem: 'It does not answer.',
      queuedBytes: 1_200_000,
      droppedSpans: 12,
      rejectedSpans: 3,
      sampledOutSpans: 40,
    },
  ] as const;
  const rows = picture({ ...health, run, forwards }).split('\n');
  expect(rows.filter((row) => /^(?:! )?(?:Run|Forward)\b/.test(row)).join('\n')).toMatchInlineSnapshot(`
    "Run: Debug server, for 1 h 1 min, 1 trace
    Forward tempo: http://localhost:4318: sending, 5,000 spans sent (just now)
    ! Forward cloud: https://api.example.com: trying again, 5,000 spans sent, 1.2 MB waiting, 12 given up, 3 refused by the back end, 40 left out by its policies. It does not answer."
  `);
});

test('as a table for an issue', () => {
  const rows = [
    { label: 'Refused', value: 'a | b\nc', warning: true },
    { label: 'Held', value: 'nothing' },
  ];
  expect(healthMarkdown(rows)).toMatchInlineSnapshot(`
    "| Collector health | |
    |---|---|
    | ⚠ Refused | a \\| b c |
    | Held | nothing |
    "
  `);
});

function picture(state: Health): string {
  const rows = healthRows(state, 3_660_000);
  return rows
    .map(({ label, value, warning }) => `${warning === true ? '! ' : ''}${label}: ${value}`)
    .join('\n');
}
