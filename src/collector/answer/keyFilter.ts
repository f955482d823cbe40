interface WantedKey {
  readonly key: Uint8Array;
  /** Where it stands among the keys that were asked for: plain and prefixed, it may do so more than once. */
  readonly indexes: number[];
}

/** Lengths below this stand in one byte. */
const oneByteLengths = 128;
const nothing: readonly number[] = [];

/** Finds keys among those that are wanted, in the bytes. Most are told apart by their length alone. */
export class KeyFilter {
  readonly #byLength = new Map<number, WantedKey[]>();
  /** By the first byte of a length 1 where no key is so long. */
  readonly unwanted = new Uint8Array(256).fill(1);

  /** Entries are `undefined` where nothing is looked for. */
  constructor(keys: readonly (string | undefined)[]) {
    for (const [index, text] of keys.entries()) if (text !== undefined) this.#add(Buffer.from(text), index);
  }

  /** The indexes of the wanted keys that stand at `bytes[start, end)`. */
  find(bytes: Uint8Array, start: number, end: number): readonly number[] {
    const candidates = this.#byLength.get(end - start);
    if (candidates === undefined) return nothing;
    for (const { key, indexes } of candidates) if (stands(key, bytes, start)) return indexes;
    return nothing;
  }

  #add(key: Uint8Array, index: number): void {
    const candidates = this.#byLength.get(key.length) ?? [];
    this.#byLength.set(key.length, candidates);
    const known = candidates.find((candidate) => stands(candidate.key, key, 0));
    if (known === undefined) candidates.push({ key, indexes: [index] });
    else known.indexes.push(index);
    if (key.length < oneByteLengths) this.unwanted[key.length] = 0;
    else this.unwanted.fill(0, oneByteLengths);
  }
}

function stands(key: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < key.length; i++) if (bytes[start + i] !== key[i]) return false;
  return true;
}
