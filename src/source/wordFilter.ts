/**
 * Which words a text contains, in about a tenth of its size: a Bloom filter (Bloom, 1970) with four bits a
 * word, by double hashing (Kirsch and Mitzenmacher, 2006). It never denies a word that is there, and in
 * source code affirms one in hundreds that is not.
 */
export type WordFilter = Uint32Array;

const fewestBits = 1 << 10;
const mostBits = 1 << 16;

/** Words are runs of letters, digits, `_` and `$`; everything beyond ASCII counts as a letter. */
export function wordFilterOf(text: string): WordFilter {
  const bits = Math.min(mostBits, Math.max(fewestBits, 2 ** Math.ceil(Math.log2(text.length / 2 + 1))));
  const filter = new Uint32Array(bits / 32);
  let hash = seed;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isWordCode(code)) {
      hash = mixed(hash, code);
      continue;
    }
    if (hash !== seed) mark(filter, hash);
    hash = seed;
  }
  if (hash !== seed) mark(filter, hash);
  return filter;
}

/** What to look for a word with in any number of filters. */
export interface WordProbe {
  readonly start: number;
  readonly step: number;
}

export function probeOf(word: string): WordProbe {
  let hash = seed;
  for (let at = 0; at < word.length; at++) hash = mixed(hash, word.charCodeAt(at));
  return { start: scattered(hash), step: scattered(scattered(hash)) | 1 };
}

/** Whether the word may stand in the text by itself: `get` is not in `getAll`. */
export function mayContain(filter: WordFilter, { start, step }: WordProbe): boolean {
  for (let index = 0; index < bitsOfWord; index++) {
    if (!hasBit(filter, start + index * step)) return false;
  }
  return true;
}

const bitsOfWord = 4;

// FNV-1a (Fowler, Noll, Vo), 32 bits.
const seed = 0x811c9dc5 | 0;

function mixed(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193);
}

/** The finaliser of MurmurHash3 (Appleby): every bit of the hash moves every bit of the answer. */
function scattered(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

function mark(filter: WordFilter, hash: number): void {
  const start = scattered(hash);
  const step = scattered(start) | 1;
  for (let index = 0; index < bitsOfWord; index++) setBit(filter, start + index * step);
}

/** The filter's size is a power of two. */
function setBit(filter: WordFilter, bit: number): void {
  const index = (bit >>> 5) & (filter.length - 1);
  filter[index] = (filter[index] as number) | (1 << (bit & 31));
}

function hasBit(filter: WordFilter, bit: number): boolean {
  return ((filter[(bit >>> 5) & (filter.length - 1)] as number) & (1 << (bit & 31))) !== 0;
}

function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code >= 128
  );
}
