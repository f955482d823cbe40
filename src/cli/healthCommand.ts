import type { Health } from '../shared/protocol.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { plainText } from './plainText.ts';

export async function healthCommand({ api, out, invocation }: CommandContext): Promise<void> {
  const health = await api.health();
  await out.write(invocation.json ? `${JSON.stringify(health)}\n` : healthText(health, painter(out.colour)));
}

function healthText(health: Health, paint: ReturnType<typeof painter>): string {
  const rows: readonly (readonly [string, string])[] = [
    ['Collector', `version ${health.version}, process ${health.pid}${health.paused ? ', paused' : ''}`],
    ['Running since', new Date(health.startedUnixMillis).toLocaleString('sv')],
    ['OTLP/gRPC', health.grpc],
    ['OTLP/HTTP', health.http],
    ['Data', `${health.data} (${bytes(health.diskBytes)})`],
    [
      'Spans',
      `${figure(health.spans)} in ${figure(health.traces)} traces, at most ${figure(health.maxSpans)}`,
    ],
    ['Sites', figure(health.sites)],
    ['Receiving', `${figure(Math.round(health.spansPerSecond))} spans/s`],
    ['Expired', `${figure(health.expiredSpans)} spans`],
    ['Refused', refusedText(health)],
    [
      'Kept as they came',
      `${figure(health.logBatches)} batches of logs, ${figure(health.metricBatches)} of metrics`,
    ],
    ['Memory', `${bytes(health.rssBytes)}, of it the index ${bytes(health.indexBytes)}`],
    ['Clients', health.clients.map(plainText).join(', ')],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${paint('dim', label.padEnd(width))}  ${value}\n`).join('');
}

function refusedText({ refusedSpans, lastRefusal }: Health): string {
  const reason = lastRefusal === undefined ? '' : `; last: ${plainText(lastRefusal)}`;
  return `${figure(refusedSpans)} spans${reason}`;
}

function bytes(value: number): string {
  if (value < 1e3) return `${value} B`;
  if (value < 1e6) return `${(value / 1e3).toFixed(0)} kB`;
  return value < 1e9 ? `${(value / 1e6).toFixed(0)} MB` : `${(value / 1e9).toFixed(1)} GB`;
}
