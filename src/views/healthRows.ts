import type { Health } from '../shared/protocol.ts';

export interface HealthRow {
  readonly label: string;
  readonly value: string;
  /** Something was lost or refused. */
  readonly warning?: boolean;
}

/** What the collector says of itself, in the order in which one asks. */
export function healthRows(health: Health, nowMillis: number): readonly HealthRow[] {
  const rows: readonly (HealthRow | undefined)[] = [
    { label: 'OTLP over HTTP', value: `http://${health.http}` },
    { label: 'OTLP over gRPC', value: `http://${health.grpc}` },
    {
      label: 'Receiving',
      value: health.paused ? 'paused' : `${Math.round(health.spansPerSecond)} spans a second`,
      warning: health.paused,
    },
    {
      label: 'Held',
      value: `${count(health.spans)} of at most ${count(health.maxSpans)} spans, ${count(health.traces)} traces, ${count(health.sites)} sites`,
    },
    health.expiredSpans > 0
      ? { label: 'Expired', value: `${count(health.expiredSpans)} spans of the oldest traces` }
      : undefined,
    health.duplicateSpans > 0
      ? { label: 'Duplicates', value: `${count(health.duplicateSpans)} spans came more than once` }
      : undefined,
    refusals(health),
    {
      label: 'Logs and metrics',
      value: `${count(health.logBatches)} and ${count(health.metricBatches)} batches, kept as they came`,
    },
    { label: 'On disk', value: `${bytes(health.diskBytes)} in ${health.data}` },
    { label: 'In memory', value: `${bytes(health.rssBytes)}, of which ${bytes(health.indexBytes)} index` },
    { label: 'Connected', value: health.clients.join(', ') },
    {
      label: 'Process',
      value: `${health.pid}, version ${health.version}, up ${uptime(nowMillis - health.startedUnixMillis)}`,
    },
  ];
  return rows.filter((row) => row !== undefined);
}

function refusals(health: Health): HealthRow | undefined {
  if (health.refusedRequests === 0 && health.refusedSpans === 0) return undefined;
  const last = health.lastRefusal === undefined ? '' : `; last: ${health.lastRefusal}`;
  const value = `${count(health.refusedRequests)} requests and ${count(health.refusedSpans)} spans${last}`;
  return { label: 'Refused', value, warning: true };
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}

function bytes(value: number): string {
  if (value < 1e6) return `${Math.ceil(value / 1e3)} kB`;
  return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(2)} GB`;
}

function uptime(millis: number): string {
  const minutes = Math.floor(millis / 60_000);
  if (minutes < 1) return 'for less than a minute';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
