import type { FuzzRandom } from './fuzzRandom.ts';

/** A protobuf message without its schema. */
export type ProtoTree = ProtoField[];

interface ProtoField {
  number: number;
  type: number;
  /** A message, or the bytes behind the tag (and behind the length, where there is one). */
  content: ProtoTree | Uint8Array;
}

const maxDepth = 8;

/** The tree of a message; `undefined` where the bytes are none. What could be a text stays bytes. */
export function protoTree(bytes: Uint8Array, depth = 0): ProtoTree | undefined {
  const tree: ProtoTree = [];
  for (let pos = 0; pos < bytes.length; ) {
    const tag = varint(bytes, pos);
    if (tag === undefined || tag.value < 8) return undefined;
    const [number, type] = [tag.value >>> 3, tag.value & 7];
    const length = type === 2 ? varint(bytes, tag.end) : undefined;
    const start = length?.end ?? tag.end;
    const end = type === 2 ? start + (length?.value ?? Infinity) : fixedEnd(bytes, tag.end, type);
    if (end === undefined || end > bytes.length) return undefined;
    const content = bytes.subarray(start, end);
    const nested =
      type === 2 && depth < maxDepth && content.length > 0 ? protoTree(content, depth + 1) : undefined;
    tree.push({ number, type, content: nested ?? content });
    pos = end;
  }
  return tree;
}

/** A copy whose fields can be changed; the bytes are the same ones. */
export function copiedTree(tree: ProtoTree): ProtoTree {
  return tree.map(({ number, type, content }) => ({
    number,
    type,
    content: content instanceof Uint8Array ? content : copiedTree(content),
  }));
}

/** Changes a tree in place, as encoders of other times, other schemas or bad will would. */
export function mutateTree(random: FuzzRandom, tree: ProtoTree, other: ProtoTree): void {
  for (let left = 1 + random.below(3); left > 0; left--)
    changeOnce(random, random.pick(treesIn(tree)), other);
}

/** Writes a tree; now and then a number takes more bytes than it needs, or a length lies. */
export function encodeTree(random: FuzzRandom, tree: ProtoTree, oddness: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { number, type, content } of tree) {
    const bytes = content instanceof Uint8Array ? content : encodeTree(random, content, oddness);
    const isOdd = oddness > 0 && random.once(oddness);
    parts.push(varintBytes(number * 8 + type, isOdd && random.once(2) ? random.below(7) : 0));
    if (type === 2) {
      const lie = isOdd && random.once(4) ? random.pick([-1, 1, 5, 1000]) : 0;
      parts.push(varintBytes(Math.max(0, bytes.length + lie), isOdd ? random.below(7) : 0));
    }
    parts.push(bytes);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function treesIn(tree: ProtoTree): ProtoTree[] {
  const found = [tree];
  // It grows while it is gone through.
  for (const each of found) {
    for (const { content } of each) if (!(content instanceof Uint8Array)) found.push(content);
  }
  return found;
}

function changeOnce(random: FuzzRandom, tree: ProtoTree, other: ProtoTree): void {
  const at = random.below(Math.max(1, tree.length));
  const field = tree[at];
  switch (random.below(11)) {
    case 0:
      tree.splice(at, 1);
      return;
    case 1:
      if (field) tree.splice(random.below(tree.length + 1), 0, field);
      return;
    case 2:
      tree.reverse();
      return;
    case 3:
      if (field) field.number = random.pick([1, 2, 3, 4, 5, 6, 9, 15, 16, 17, 100, 536_870_911]);
      return;
    case 4:
      tree.splice(at, 0, oddField(random));
      return;
    case 5:
      if (field?.content instanceof Uint8Array && field.type === 2)
        field.content = random.bytes(random.below(20));
      return;
    case 6:
      if (field && field.type === 2)
        field.content = [{ number: 1 + random.below(7), type: 2, content: field.content }];
      return;
    case 7:
      tree.push(...copiedTree(random.pick(treesIn(other)).slice(0, 4)));
      return;
    case 8:
      if (field) Object.assign(field, oddField(random), { number: field.number });
      return;
    case 9:
      if (field?.content instanceof Uint8Array && field.type !== 2)
        field.content = valueBytes(random, field.type);
      return;
    default:
      tree.splice(at, 0, nestedGroups(random));
  }
}

function oddField(random: FuzzRandom): ProtoField {
  const number = random.pick([1, 2, 3, 4, 5, 7, 8, 9, 11, 13, 15, 16, 99]);
  const type = random.pick([0, 1, 2, 2, 2, 3, 4, 5, 6, 7]);
  return { number, type, content: valueBytes(random, type) };
}

function valueBytes(random: FuzzRandom, type: number): Uint8Array {
  if (type === 0) return varintBytes(random.pick([0, 1, 2, 7, 300, 2 ** 31, 2 ** 32 - 1]), random.below(11));
  return random.bytes(
    type === 1 ? 8 : type === 5 ? 4 : type === 2 ? random.pick([0, 1, 8, 16, 17]) : random.below(3),
  );
}

function nestedGroups(random: FuzzRandom): ProtoField {
  const depth = 1 + random.below(random.once(4) ? 60 : 3);
  const number = 1 + random.below(20);
  const open = Buffer.concat(
    Array.from({ length: depth - 1 }, () => Buffer.from(varintBytes(number * 8 + 3, 0))),
  );
  const close = Buffer.concat(
    Array.from({ length: depth }, () => Buffer.from(varintBytes(number * 8 + 4, 0))),
  );
  return { number, type: 3, content: Buffer.concat([open, random.once(5) ? close.subarray(1) : close]) };
}

/** At least so many bytes, up to ten. */
function varintBytes(value: number, least: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128 || bytes.length + 1 < Math.min(10, least)) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function varint(
  bytes: Uint8Array,
  start: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 5; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) return undefined;
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, end: start + i + 1 };
  }
  return undefined;
}

function fixedEnd(bytes: Uint8Array, start: number, type: number): number | undefined {
  if (type === 1) return start + 8;
  if (type === 5) return start + 4;
  if (type !== 0) return undefined;
  for (let end = start; end < Math.min(bytes.length, start + 10); end++)
    if ((bytes[end] as number) < 128) return end + 1;
  return undefined;
}
