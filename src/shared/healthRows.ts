import { forwardWords } from './forwardWords.ts';
import { agoText, bytesText, counted, countText, uptimeText } from './healthWords.ts';
import type { Drop, Health, ReceiverHealth, Refusal } from './protocol.ts';

export interface HealthRow {
  readonly label: string;
  readonly value: string;
  /** Something was lost or refused, or needs a person. */
  readonly warning?: boolean;
}

/** What the collector says of itself: what a person must know, then in the order in which one asks. */
export function healthRows(health: Health, nowMillis: number): readonly HealthRow[] {
  return [
    ...health.notices.map((value) => ({ label: 'Notice', value, warning: true })),
    ...processRows(health, nowMillis),
    ...receiverRows(health),
    receivingRow(health),
    ...refusalRows(health, nowMillis),
    ...runRows(health, nowMillis),
    heldRow(health),
    ...dropRows(health),
    ...lossRows(health),
    ...forwardRows(health, nowMillis),
    ...storeRows(health),
    { label: 'Windows', value: health.clients.join(', ') || 'none' },
  ];
}

/** For an issue or a chat: a table with a heading. */
export function healthMarkdown(rows: readonly HealthRow[]): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
  const lines = rows.map(
    ({ label, value, warning }) => `| ${warning === true ? '⚠ ' : ''}${cell(label)} | ${cell(value)} |`,
  );
  return ['| Collector health | |', '|---|---|', ...lines, ''].join('\n');
}

function processRows(health: Health, nowMillis: number): readonly HealthRow[] {
  const up = uptimeText(nowMillis - health.startedUnixMillis);
  const life = health.keepRunning ? 'stays without windows' : 'ends a minute after its last window';
  return [
    { label: 'Collector', value: `version ${health.version}, process ${health.pid}` },
    { label: 'Running', value: `for ${up}; ${life}` },
  ];
}

/** One that is not open is said first and in full: half of a receiver is worse than none. */
function receiverRows({ receivers, grpc, http }: Health): readonly HealthRow[] {
  const known: readonly ReceiverHealth[] =
    receivers.length > 0
      ? receivers
      : [
          { name: 'OTLP/gRPC', address: grpc },
          { name: 'OTLP/HTTP', address: http },
        ];
  return known.map(({ name, address, problem }) => {
    const open = address === undefined ? 'not open' : `http://${address}`;
    return problem === undefined
      ? { label: name, value: open }
      : { label: name, value: address === undefined ? problem : `${open}; ${problem}`, warning: true };
  });
}

function receivingRow({ paused, spansPerSecond, sampleRatio }: Health): HealthRow {
  const share = sampleRatio < 1 ? `; keeps ${Number((sampleRatio * 100).toPrecision(3))} % of traces` : '';
  return paused
    ? { label: 'Receiving', value: `paused${share}`, warning: true }
    : { label: 'Receiving', value: `${countText(Math.round(spansPerSecond))} spans a second${share}` };
}

function refusalRows(health: Health, nowMillis: number): readonly HealthRow[] {
  if (health.refusals.length > 0) return health.refusals.map((refusal) => refusalRow(refusal, nowMillis));
  if (health.refusedRequests === 0 && health.refusedSpans === 0) return [];
  const last = health.lastRefusal === undefined ? '' : `; last: ${health.lastRefusal}`;
  const value = `${refusedText(health.refusedRequests, health.refusedSpans)}${last}`;
  return [{ label: 'Refused', value, warning: true }];
}

function refusalRow({ reason, requests, spans, lastUnixMillis }: Refusal, nowMillis: number): HealthRow {
  const when = agoText(nowMillis - lastUnixMillis);
  return { label: 'Refused', value: `${refusedText(requests, spans)}, ${when}: ${reason}`, warning: true };
}

function refusedText(requests: number, spans: number): string {
  const parts = [
    ...(requests > 0 ? [counted(requests, 'request')] : []),
    ...(spans > 0 ? [counted(spans, 'span')] : []),
  ];
  return parts.join(' and ');
}

function runRows({ run }: Health, nowMillis: number): readonly HealthRow[] {
  if (run === undefined) return [];
  const since = uptimeText(nowMillis - run.startUnixMillis);
  return [{ label: 'Run', value: `${run.name}, for ${since}, ${counted(run.traces, 'trace')}` }];
}

function heldRow(health: Health): HealthRow {
  const { spans, maxSpans, traces, sites, pinnedTraces } = health;
  const pinned = pinnedTraces > 0 ? ` (${countText(pinnedTraces)} pinned)` : '';
  const value = `${countText(spans)} of at most ${countText(maxSpans)} spans, ${counted(traces, 'trace')}${pinned}, ${counted(sites, 'site')}`;
  return { label: 'Held', value };
}

function dropRows({ drops, expiredSpans }: Health): readonly HealthRow[] {
  if (drops.length > 0) return drops.map(dropRow);
  if (expiredSpans === 0) return [];
  return [{ label: 'Dropped', value: `${counted(expiredSpans, 'span')} of the oldest traces` }];
}

function dropRow({ reason, spans, traces }: Drop): HealthRow {
  const of = traces > 0 ? ` of ${counted(traces, 'trace')}` : '';
  return { label: 'Dropped', value: `${counted(spans, 'span')}${of}: ${reason}` };
}

function lossRows({ duplicateSpans }: Health): readonly HealthRow[] {
  if (duplicateSpans === 0) return [];
  return [{ label: 'Duplicates', value: `${counted(duplicateSpans, 'span')} came more than once` }];
}

function forwardRows({ forwards }: Health, nowMillis: number): readonly HealthRow[] {
  return forwards.map((forward) => {
    const row = {
      label: `Forward ${forward.name}`,
      value: `${forward.endpoint}: ${forwardWords(forward, nowMillis)}`,
    };
    const ill = forward.state === 'failed' || forward.state === 'retrying';
    return ill ? { ...row, warning: true } : row;
  });
}

function storeRows(health: Health): readonly HealthRow[] {
  const { diskBytes, maxDiskBytes, data, rssBytes, indexBytes, logBatches, metricBatches } = health;
  return [
    {
      label: 'Kept as sent',
      value: `${counted(logBatches, 'batch')} of logs, ${countText(metricBatches)} of metrics`,
    },
    { label: 'On disk', value: `${bytesText(diskBytes)} of at most ${bytesText(maxDiskBytes)} in ${data}` },
    { label: 'In memory', value: `${bytesText(rssBytes)}, of which ${bytesText(indexBytes)} index` },
  ];
}
