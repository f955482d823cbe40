import { randomBytes } from 'node:crypto';

/** A number that only this process knows: whoever sends ids cannot choose them so that they collide. */
export function hashSeed(): number {
  return randomBytes(4).readUInt32LE();
}

/** Takes a word into a hash (MurmurHash3's step for a block). */
export function mixWord(hash: number, word: number): number {
  let mixed = Math.imul(word, 0xcc9e2d51);
  mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  const sum = hash ^ mixed;
  return Math.imul((sum << 13) | (sum >>> 19), 5) + 0xe6546b64;
}

/** Lets every bit tell of all words (MurmurHash3's finaliser); 32 bits, unsigned. */
export function finishHash(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
