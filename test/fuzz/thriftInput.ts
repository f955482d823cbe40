import type { FuzzRandom } from './fuzzRandom.ts';
import { mutateBytes } from './mutateBytes.ts';

/** A value of Thrift's binary protocol: scalars as their bytes. */
export type ThriftTree = Uint8Array | ThriftFields | ThriftItems;
export interface ThriftFields {
  readonly fields: { type: number; id: number; value: ThriftTree }[];
}
interface ThriftItems {
  readonly element: readonly number[];
  readonly items: ThriftTree[];
}

const sizes: ReadonlyMap<number, number> = new Map([
  [2, 1],
  [3, 1],
  [4, 8],
  [6, 2],
  [8, 4],
  [10, 8],
  [16, 16],
]);
/** Deeper than the reader goes, which may differ there. */
const maxDepth = 1_000;

/** Reads without any schema, as Thrift's own generic readers do. Throws where the bytes are none. */
class TreeReader {
  readonly #bytes: Buffer;
  pos = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes);
  }

  value(type: number, depth: number): ThriftTree {
    if (depth > maxDepth) throw new Error('deep');
    const size = sizes.get(type);
    if (size !== undefined) return this.#take(size);
    if (type === 11) return this.#take(this.#length());
    if (type === 12) return this.struct(depth);
    if (type === 13) return this.#items([this.#byte(), this.#byte()], depth);
    if (type === 14 || type === 15) return this.#items([this.#byte()], depth);
    throw new Error(`type ${type}`);
  }

  struct(depth: number): ThriftFields {
    const fields = [];
    for (let type = this.#byte(); type !== 0; type = this.#byte()) {
      const id = Buffer.from(this.#take(2)).readInt16BE();
      fields.push({ type, id, value: this.value(type, depth + 1) });
    }
    return { fields };
  }

  #items(element: readonly number[], depth: number): ThriftItems {
    const count = this.#length();
    const items: ThriftTree[] = [];
    for (let i = 0; i < count; i++) for (const type of element) items.push(this.value(type, depth + 1));
    return { element, items };
  }

  #length(): number {
    const length = Buffer.from(this.#take(4)).readInt32BE();
    if (length < 0 || length > this.#bytes.length) throw new Error('length');
    return length;
  }

  #byte(): number {
    return this.#take(1)[0] as number;
  }

  #take(count: number): Uint8Array {
    if (this.pos + count > this.#bytes.length) throw new Error('end');
    this.pos += count;
    return this.#bytes.subarray(this.pos - count, this.pos);
  }
}

/** The structs of a list that is all there is. */
export function thriftStructs(bytes: Uint8Array): readonly ThriftTree[] {
  const reader = new TreeReader(bytes);
  const list = reader.value(15, 0) as ThriftItems;
  if (reader.pos < bytes.length || (list.items.length > 0 && list.element[0] !== 12))
    throw new Error('no list');
  return list.items;
}

/** The struct that is all there is. */
export function thriftStruct(bytes: Uint8Array): ThriftFields {
  const reader = new TreeReader(bytes);
  const struct = reader.struct(0);
  if (reader.pos < bytes.length) throw new Error('more');
  return struct;
}

/** How many elements a field's list of structs has. */
export function lengthOf({ fields }: ThriftFields, id: number): number {
  return fields.reduce((sum, field) => {
    const isList = field.id === id && (field.type === 15 || field.type === 14);
    const { element, items } = field.value as ThriftItems;
    return isList && element[0] === 12 ? sum + items.length : sum;
  }, 0);
}

/** Thrift with its fields moved, repeated or of other types, then with its bytes changed. */
export class ThriftInput {
  readonly #corpus: readonly Uint8Array[];

  constructor(corpus: readonly Uint8Array[]) {
    this.#corpus = corpus;
  }

  make(random: FuzzRandom): Uint8Array {
    const bytes = random.pick(this.#corpus);
    const isStruct = (bytes[0] as number) === 12 && (bytes[1] as number) === 0 && (bytes[2] as number) > 0;
    const reader = new TreeReader(bytes);
    const tree = isStruct ? reader.struct(0) : reader.value(15, 0);
    for (let left = random.below(3); left > 0; left--) change(random, tree);
    const changed = isStruct ? encoded(12, tree) : encoded(15, tree);
    return random.once(3) ? new Uint8Array(changed) : mutateBytes(random, changed, random.pick(this.#corpus));
  }
}

function change(random: FuzzRandom, tree: ThriftTree): void {
  const places: (ThriftFields | ThriftItems)[] = [];
  const open = [tree];
  for (const each of open) {
    if (each instanceof Uint8Array) continue;
    places.push(each);
    open.push(...('fields' in each ? each.fields.map(({ value }) => value) : each.items));
  }
  const place = random.pick(places);
  if (!('fields' in place)) {
    const item = place.items[random.below(Math.max(1, place.items.length))];
    if (item !== undefined && place.element.length === 1 && random.once(2)) place.items.push(item);
    else if (place.element.length === 1) place.items.pop();
    return;
  }
  const at = random.below(Math.max(1, place.fields.length));
  const field = place.fields[at];
  if (random.once(4)) place.fields.splice(at, 1);
  else if (random.once(3) && field) place.fields.push(field);
  else if (random.once(2) && field)
    place.fields[at] = { ...field, id: random.pick([1, 2, 3, 4, 6, 8, 9, 10, 99, -1]) };
  else place.fields.push({ id: random.below(14), ...oddValue(random) });
}

function oddValue(random: FuzzRandom): { type: number; value: ThriftTree } {
  const type = random.pick([2, 3, 4, 6, 8, 10, 16]);
  let odd: { type: number; value: ThriftTree } = { type, value: random.bytes(sizes.get(type) ?? 0) };
  for (let depth = random.below(random.once(5) ? 40 : 3); depth > 0; depth--) {
    odd = random.once(2)
      ? { type: 12, value: { fields: [{ id: 1, ...odd }] } }
      : { type: random.pick([14, 15]), value: { element: [odd.type], items: [odd.value] } };
  }
  return odd;
}

function encoded(type: number, tree: ThriftTree): Buffer {
  if (tree instanceof Uint8Array)
    return type === 11 ? Buffer.concat([int(tree.length), tree]) : Buffer.from(tree);
  if ('fields' in tree) {
    const fields = tree.fields.flatMap(({ type: kind, id, value }) => [
      Buffer.from([kind, (id >> 8) & 255, id & 255]),
      encoded(kind, value),
    ]);
    return Buffer.concat([...fields, Buffer.from([0])]);
  }
  const { element, items } = tree;
  const content = items.map((item, i) => encoded(element[i % element.length] as number, item));
  return Buffer.concat([Buffer.from(element), int(items.length / Math.max(1, element.length)), ...content]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
