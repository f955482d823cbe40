import { formatDuration } from '../shared/duration.ts';
import type { TraceQuery } from '../shared/protocol.ts';
import type { Run, RunId } from '../shared/run.ts';

export type TraceFilter = Omit<TraceQuery, 'limit'>;

const nanoOfUnit: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, min: 60e9 };

/**
 * Reads what people type into the filter: words, `service:NAME`, `run:NAME` (the newest of that name, or
 * its number), `errors`, `pinned`, and a least duration such as `>50ms` (a number without a unit is milliseconds). A name with
 * spaces is put in quotes.
 */
export function parseTraceFilter(text: string, runs: readonly Run[] = []): TraceFilter {
  const words: string[] = [];
  let filter: TraceFilter = {};
  for (const token of text.match(/(?:service|run):"[^"]*"|\S+/gi) ?? []) {
    const part = readToken(token, runs);
    if (part === undefined) words.push(token);
    else filter = { ...filter, ...part };
  }
  return words.length === 0 ? filter : { ...filter, text: words.join(' ') };
}

/** The filter as it would be typed, in one fixed order; empty when it lets everything through. */
export function formatTraceFilter(filter: TraceFilter, runs: readonly Run[] = []): string {
  const parts: string[] = [];
  if (filter.text !== undefined) parts.push(filter.text);
  if (filter.service !== undefined) parts.push(`service:${quoted(filter.service)}`);
  if (filter.run !== undefined) parts.push(`run:${quoted(runText(filter.run, runs))}`);
  if (filter.errorsOnly === true) parts.push('errors');
  if (filter.pinnedOnly === true) parts.push('pinned');
  if (filter.minDurationNano !== undefined)
    parts.push(`>${formatDuration(filter.minDurationNano).replaceAll(' ', '')}`);
  return parts.join(' ');
}

function readToken(token: string, runs: readonly Run[]): TraceFilter | undefined {
  if (/^errors?$/i.test(token)) return { errorsOnly: true };
  if (/^pinned$/i.test(token)) return { pinnedOnly: true };
  const name = /^run:"?([^"]+)"?$/i.exec(token)?.[1];
  const run = name === undefined ? undefined : runOf(name, runs);
  if (run !== undefined) return { run };
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

/** Newest first, so that the first of a name is meant; a number names one that is not known as well. */
function runOf(name: string, runs: readonly Run[]): RunId | undefined {
  const wanted = name.toLowerCase();
  const found =
    runs.find((run) => run.name.toLowerCase() === wanted) ??
    runs.find((run) => String(run.id) === wanted) ??
    runs.find((run) => run.name.toLowerCase().startsWith(wanted));
  return found?.id ?? (/^\d+$/.test(name) ? (Number(name) as RunId) : undefined);
}

function runText(id: RunId, runs: readonly Run[]): string {
  const name = runs.find((run) => run.id === id)?.name;
  return name !== undefined && !name.includes('"') && runOf(name, runs) === id ? name : String(id);
}

function quoted(name: string): string {
  return /\s/.test(name) ? `"${name}"` : name;
}
