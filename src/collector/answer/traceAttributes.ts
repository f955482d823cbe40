import type { AttributeColumn, AttributeColumns } from '../../shared/traceAttributes.ts';
import { UserError } from '../../shared/userError.ts';
import { AttributeScanner } from '../otlp/attributeScanner.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import { AttributeValues } from './attributeValues.ts';
import { KeyFilter } from './keyFilter.ts';
import type { TraceSnapshot } from './traceSnapshot.ts';

const mostKeys = 32;
/** The clock is looked at after so many spans. */
const spansALook = 128;
/** And after so many texts. */
const textsALook = 1_024;

const resourcePrefix = 'resource.';
const scopePrefix = 'scope.';

interface ReadingOptions {
  /** Of which rows they are read; of all where it is missing. */
  readonly wanted?: (row: number) => boolean;
  /** Of the work that this is a part of. */
  readonly slice?: TimeSlice;
}

/**
 * Values of attributes of a trace's spans, read from the spans' own bytes in one pass; `undefined` where the trace is
 * forgotten meanwhile.
 */
export async function traceAttributes(
  snapshot: TraceSnapshot,
  keys: readonly string[],
  { wanted, slice = new TimeSlice() }: ReadingOptions = {},
): Promise<AttributeColumns | undefined> {
  if (keys.length > mostKeys)
    throw new UserError(`At most ${mostKeys} attributes can be asked for at once, not ${keys.length}.`);
  const { rows, traceId, version } = snapshot;
  const reader = new ColumnReader(snapshot, keys);
  for (let k = 0; k < rows.length; k++) {
    if (k % spansALook === spansALook - 1 && slice.isOver && !(await snapshot.rested(slice)))
      return undefined;
    if (wanted === undefined || wanted(rows[k] as number)) reader.read(k);
  }
  return { traceId, version, columns: await reader.columns(slice) };
}

/** Fills the columns, span by span. Values are numbers of a key's distinct values, plus one; 0 is none. */
class ColumnReader {
  readonly #snapshot: TraceSnapshot;
  readonly #keys: readonly string[];
  readonly #places: Uint32Array;
  readonly #values: readonly AttributeValues[];
  readonly #columns: readonly Uint32Array[];
  readonly #span: AttributeScanner;
  readonly #scope: AttributeScanner;
  readonly #resource: AttributeScanner;
  /** By key: the value in the message that is being read. */
  readonly #found: Uint32Array;
  readonly #ofGroups = new Map<number, Uint32Array>();
  #group = -1;
  #ofGroup: Uint32Array;

  constructor(snapshot: TraceSnapshot, keys: readonly string[]) {
    this.#snapshot = snapshot;
    this.#keys = keys;
    this.#places = snapshot.places();
    this.#values = keys.map(() => new AttributeValues());
    this.#columns = keys.map(() => new Uint32Array(snapshot.rows.length));
    const isPlain = (key: string): boolean => !key.startsWith(scopePrefix) && !key.startsWith(resourcePrefix);
    this.#span = this.#scannerOf(keys.map((key) => (isPlain(key) ? key : undefined)));
    this.#scope = this.#scannerOf(keys.map((key) => keyIn(key, scopePrefix, resourcePrefix)));
    this.#resource = this.#scannerOf(keys.map((key) => keyIn(key, resourcePrefix, scopePrefix)));
    this.#found = new Uint32Array(keys.length);
    this.#ofGroup = this.#found;
  }

  read(k: number): void {
    const group = this.#snapshot.group(k);
    const bytes = this.#snapshot.bytes(group);
    if (group !== this.#group) this.#enter(group, bytes);
    this.#found.fill(0);
    if (!this.#span.readSpan(bytes, this.#snapshot.at(k))) return;
    const place = this.#places[k] as number;
    for (let key = 0; key < this.#keys.length; key++) {
      const value = (this.#found[key] as number) || (this.#ofGroup[key] as number);
      (this.#columns[key] as Uint32Array)[place] = value;
    }
  }

  async columns(slice: TimeSlice): Promise<AttributeColumn[]> {
    const columns: AttributeColumn[] = [];
    for (const [i, key] of this.#keys.entries()) {
      const values = this.#values[i] as AttributeValues;
      columns.push(await columnOf(key, values, this.#columns[i] as Uint32Array, slice));
    }
    return columns;
  }

  #scannerOf(keys: readonly (string | undefined)[]): AttributeScanner {
    const filter = new KeyFilter(keys);
    return new AttributeScanner((at) => {
      for (const index of filter.find(at.bytes, at.keyStart, at.keyEnd)) this.#take(index, at);
    }, filter.unwanted);
  }

  /** Of a key that comes twice the first one counts. */
  #take(index: number, { bytes, valueStart, valueEnd }: AttributeScanner): void {
    if (this.#found[index] !== 0) return;
    this.#found[index] = (this.#values[index] as AttributeValues).intern(bytes, valueStart, valueEnd) + 1;
  }

  /** The scope comes before the resource. */
  #enter(group: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#group = group;
    const known = this.#ofGroups.get(group);
    this.#ofGroup = known ?? this.#readGroup(group, bytes);
    if (known === undefined) this.#ofGroups.set(group, this.#ofGroup);
  }

  #readGroup(group: number, bytes: Uint8Array<ArrayBuffer>): Uint32Array {
    const { groups } = this.#snapshot;
    this.#found.fill(0);
    this.#scope.readScope(bytes, groups.scopeAt[group] as number);
    this.#resource.readResource(bytes, groups.resourceAt[group] as number);
    return this.#found.slice();
  }
}

/** The key without its prefix; `undefined` where it is looked for in the other place only. */
function keyIn(key: string, prefix: string, other: string): string | undefined {
  if (key.startsWith(prefix)) return key.slice(prefix.length);
  return key.startsWith(other) ? undefined : key;
}

/** Values that are the same as texts are one; a value that is broken is none. */
async function columnOf(
  key: string,
  interned: AttributeValues,
  value: Uint32Array,
  slice: TimeSlice,
): Promise<AttributeColumn> {
  const values: string[] = [];
  const numberOfText = new Map<string, number>();
  const renumbered = new Uint32Array(interned.count + 1);
  // The value without content has a number whether or not a span has it.
  const used = usedOf(value, interned.count + 1);
  for (let id = 0; id < interned.count; id++) {
    if (id % textsALook === textsALook - 1 && slice.isOver) await slice.rest();
    const text = used[id + 1] === 0 ? undefined : interned.text(id);
    if (text === undefined) continue;
    const known = numberOfText.get(text) ?? values.push(text);
    numberOfText.set(text, known);
    renumbered[id + 1] = known;
  }
  for (let i = 0; i < value.length; i++) value[i] = renumbered[value[i] as number] as number;
  return { key, value, values };
}

function usedOf(value: Uint32Array, count: number): Uint8Array {
  const used = new Uint8Array(count);
  for (const number of value) used[number] = 1;
  return used;
}
