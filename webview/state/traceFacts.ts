import { spanFlags, type TraceColumns } from '../../src/shared/traceColumns.ts';
import type { CriticalPath } from '../../src/trace/criticalPath.ts';
import { once } from './once.ts';

/** What the header and the footer say of a trace. */
export interface TraceFacts {
  /** Name of the root; of the earliest span where the root is missing; empty without spans. */
  readonly name: string;
  readonly rootMissing: boolean;
  readonly services: number;
  readonly errors: number;
  /** Distinct parents that are named and not there. */
  readonly missingParents: number;
  /** Spans that start before a parent of another service does: two clocks that do not agree. */
  readonly early: number;
  /** Spans that end before they start. */
  readonly backwards: number;
  readonly cycles: number;
  readonly duplicates: number;
  readonly pathNano: number;
  /** Distinct spans on the critical path. */
  readonly pathSpans: number;
  readonly deepest: number;
}

/** One pass over the columns; the path is asked for when somebody looks at what it says. */
export function traceFacts(columns: TraceColumns, path: () => CriticalPath): TraceFacts {
  const root = rootOf(columns);
  const services = new Set<number>();
  const missing = new Set<bigint>();
  const parents = new DataView(columns.parentSpanId.buffer, columns.parentSpanId.byteOffset);
  const ofPath = once(() => pathFacts(path()));
  let [errors, early, backwards, cycles, deepest] = [0, 0, 0, 0, 0];
  for (let i = 0; i < columns.count; i++) {
    const flags = columns.flags[i] as number;
    services.add(columns.service[i] as number);
    if (columns.status[i] === 2) errors++;
    if ((flags & spanFlags.missingParent) !== 0) missing.add(parents.getBigUint64(8 * i));
    if ((flags & spanFlags.endBeforeStart) !== 0) backwards++;
    if ((flags & spanFlags.cycle) !== 0) cycles++;
    if (startsEarly(columns, i)) early++;
    deepest = Math.max(deepest, columns.depth[i] as number);
  }
  return {
    name: columns.count === 0 ? '' : (columns.strings[columns.name[Math.max(root, 0)] as number] as string),
    rootMissing: columns.count > 0 && root < 0,
    services: services.size,
    errors,
    missingParents: missing.size,
    early,
    backwards,
    cycles,
    duplicates: columns.duplicates,
    get pathNano() {
      return ofPath().pathNano;
    },
    get pathSpans() {
      return ofPath().pathSpans;
    },
    deepest,
  };
}

/** First span of the first level that names no parent, or −1. */
function rootOf({ count, subtree, flags }: TraceColumns): number {
  for (let i = 0; i < count; i += subtree[i] as number) {
    if (((flags[i] as number) & (spanFlags.missingParent | spanFlags.cycle)) === 0) return i;
  }
  return -1;
}

function startsEarly({ parent, start, service }: TraceColumns, i: number): boolean {
  const above = parent[i] as number;
  if (above < 0 || service[i] === service[above]) return false;
  return (start[i] as number) < (start[above] as number);
}

function pathFacts({ total }: CriticalPath): { pathNano: number; pathSpans: number } {
  let pathNano = 0;
  let pathSpans = 0;
  for (const nano of total) {
    if (nano > 0) pathSpans++;
    pathNano += nano;
  }
  return { pathNano, pathSpans };
}

/** Whether the clocks agree, as the footer says it. */
export function clockWords({ early, backwards }: TraceFacts): string {
  if (early > 0) return `Clocks differ: ${count(early, 'span starts', 'spans start')} before the caller`;
  if (backwards > 0) return `${count(backwards, 'span ends', 'spans end')} before the start`;
  return 'Clocks agree';
}

/** Whether anything is missing, as the footer says it. */
export function completenessWords(facts: TraceFacts): string {
  const words = [
    facts.rootMissing ? 'root missing' : '',
    facts.missingParents > 0 ? `${count(facts.missingParents, 'parent', 'parents')} missing` : '',
    facts.cycles > 0 ? `${count(facts.cycles, 'circle of parents', 'circles of parents')} cut` : '',
    facts.duplicates > 0 ? `${count(facts.duplicates, 'span', 'spans')} came twice` : '',
  ].filter((word) => word !== '');
  if (words.length === 0) return 'Complete';
  const text = words.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether spans that others name have not come. */
export function isPartial({ rootMissing, missingParents }: TraceFacts): boolean {
  return rootMissing || missingParents > 0;
}

/** `1 span`, `12,345 spans`. */
export function count(number: number, one: string, many: string): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
}
