import { expect, test } from 'vitest';
import type { Health } from '../../../src/shared/protocol.ts';
import { healthRows } from '../../../src/views/healthRows.ts';

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
  expect(picture(health)).toBe(
    `
OTLP over HTTP: http://127.0.0.1:4318
OTLP over gRPC: http://127.0.0.1:4317
Receiving: 312 spans a second
Held: 12,345 of at most 1,000,000 spans, 678 traces, 90 sites
Logs and metrics: 0 and 3 batches, kept as they came
On disk: 4.2 MB in /home/data
In memory: 88.0 MB, of which 900 kB index
Connected: code 1.139.1, cli
Process: 42, version 0.1.0, up 1 h 1 min`.trim(),
  );
});

test('what was lost, doubled or refused is said', () => {
  const troubled = picture({
    ...health,
    paused: true,
    expiredSpans: 5000,
    duplicateSpans: 3,
    refusedRequests: 2,
    refusedSpans: 1,
    lastRefusal: 'no trace id',
  });
  expect(troubled).toContain('! Receiving: paused');
  expect(troubled).toContain('Expired: 5,000 spans of the oldest traces');
  expect(troubled).toContain('Duplicates: 3 spans came more than once');
  expect(troubled).toContain('! Refused: 2 requests and 1 spans; last: no trace id');
});

function picture(state: Health): string {
  const rows = healthRows(state, 3_660_000);
  return rows
    .map(({ label, value, warning }) => `${warning === true ? '! ' : ''}${label}: ${value}`)
    .join('\n');
}
