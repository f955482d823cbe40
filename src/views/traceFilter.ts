import { formatDuration } from '../shared/duration.ts';
import type { TraceQuery } from '../shared/protocol.ts';

export type TraceFilter = Omit<TraceQuery, 'limit'>;

const nanoOfUnit: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, min: 60e9 };

/**
 * Reads what people type into the filter: words, `service:NAME`, `errors`, and a least duration such as
 * `>50ms` (a number without a unit is milliseconds). A service with spaces is put in quotes.
 */
export function parseTraceFilter(text: string): TraceFilter {
  const words: string[] = [];
  let filter: TraceFilter = {};
  for (const token of text.match(/service:"[^"]*"|\S+/gi) ?? []) {
    const part = readToken(token);
    if (part === undefined) words.push(token);
    else filter = { ...filter, ...part };
  }
  return words.length === 0 ? filter : { ...filter, text: words.join(' ') };
}

/** The filter as it would be typed, in one fixed order; empty when it lets everything through. */
export function formatTraceFilter(filter: TraceFilter): string {
  const parts: string[] = [];
  if (filter.text !== undefined) parts.push(filter.text);
  if (filter.service !== undefined) parts.push(`service:${quoted(filter.service)}`);
  if (filter.errorsOnly === true) parts.push('errors');
  if (filter.minDurationNano !== undefined)
    parts.push(`>${formatDuration(filter.minDurationNano).replaceAll(' ', '')}`);
  return parts.join(' ');
}

function readToken(token: string): TraceFilter | undefined {
  if (/^errors?$/i.test(token)) return { errorsOnly: true };
  const service = /^service:"?([^"]+)"?$/i.exec(token)?.[1];
  if (service !== undefined) return { service };
  const minDurationNano = readLeastDuration(token);
  return minDurationNano === undefined ? undefined : { minDurationNano };
}

function readLeastDuration(token: string): number | undefined {
  const match = /^>=?(\d+(?:\.\d+)?)(ns|us|µs|ms|s|min)?$/i.exec(token);
  if (match === null) return undefined;
  return Number(match[1]) * (nanoOfUnit[(match[2] ?? 'ms').toLowerCase()] ?? 1e6);
}

function quoted(service: string): string {
  return /\s/.test(service) ? `"${service}"` : service;
}
