import type { TraceColumns } from './traceColumns.ts';

/** Spans of one class are equal in all but ids, places in the tree and times. */
export interface SpanClasses {
  readonly count: number;
  /** A span of each class, the first one. */
  readonly first: Uint32Array;
  /** Class of each span, numbered in the order of first spans. */
  readonly of: Uint32Array<ArrayBuffer>;
}

/** A few thousand at most in most traces, since what makes a class is what a line of code makes. */
export function spanClasses(columns: TraceColumns): SpanClasses {
  const { count } = columns;
  const of = new Uint32Array(count);
  const first = new Uint32Array(count);
  let classes = 0;
  let table = new Int32Array(1024).fill(-1);
  for (let i = 0; i < count; i++) {
    if (2 * classes >= table.length) table = rehashed(columns, first, classes, 4 * table.length);
    const mask = table.length - 1;
    let slot = hash(columns, i) & mask;
    let known = table[slot] as number;
    while (known >= 0 && !areEqual(columns, first[known] as number, i)) {
      slot = (slot + 1) & mask;
      known = table[slot] as number;
    }
    if (known < 0) {
      known = classes++;
      table[slot] = known;
      first[known] = i;
    }
    of[i] = known;
  }
  return { count: classes, first: first.subarray(0, classes), of };
}

function rehashed(
  columns: TraceColumns,
  first: Uint32Array,
  classes: number,
  size: number,
): Int32Array<ArrayBuffer> {
  const table = new Int32Array(size).fill(-1);
  for (let k = 0; k < classes; k++) {
    let slot = hash(columns, first[k] as number) & (size - 1);
    while ((table[slot] as number) >= 0) slot = (slot + 1) & (size - 1);
    table[slot] = k;
  }
  return table;
}

function hash({ name, site, note, status, flags, service }: TraceColumns, i: number): number {
  let mixed = Math.imul(name[i] as number, 0x9e3779b1) ^ Math.imul(site[i] as number, 0x85ebca6b);
  mixed ^= Math.imul(note[i] as number, 0xc2b2ae35) ^ Math.imul(service[i] as number, 0x27d4eb2f);
  mixed ^= ((status[i] as number) << 5) ^ ((flags[i] as number) << 9);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

function areEqual(columns: TraceColumns, a: number, b: number): boolean {
  return (
    columns.name[a] === columns.name[b] &&
    columns.site[a] === columns.site[b] &&
    columns.note[a] === columns.note[b] &&
    columns.service[a] === columns.service[b] &&
    columns.scope[a] === columns.scope[b] &&
    columns.kind[a] === columns.kind[b] &&
    columns.status[a] === columns.status[b] &&
    columns.flags[a] === columns.flags[b]
  );
}
