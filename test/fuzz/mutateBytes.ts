import type { FuzzRandom } from './fuzzRandom.ts';

/** Longer inputs find nothing that shorter ones do not, and take longer. */
const longest = 8_192;

const spiteful = [
  'ffffffffffffffffff01',
  'ffffffffffffffffffff01',
  'ffffffff0f',
  'ffffffff7f',
  '8080808000',
  '7fffffff',
  '80000000',
  'ffffffff',
  '80010001',
  '00000000',
  '0b0b0b0b0b0b0b0b',
  '0c',
  'c080',
  'eda080',
].map((hex) => Buffer.from(hex, 'hex'));

/** Breaks bytes in a few places: flips, cuts, repeats, lies about lengths, pieces of another input. */
export function mutateBytes(random: FuzzRandom, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  let mutated = bytes;
  for (let left = 1 + random.below(random.once(4) ? 8 : 2); left > 0; left--)
    mutated = once(random, mutated, other);
  return mutated.length > longest ? mutated.subarray(0, longest) : mutated;
}

function once(random: FuzzRandom, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  if (bytes.length === 0) return random.bytes(random.below(8));
  const at = random.below(bytes.length);
  const end = Math.min(bytes.length, at + 1 + random.below(random.once(3) ? bytes.length : 12));
  switch (random.below(10)) {
    case 0:
      return replaced(bytes, at, at + 1, Uint8Array.of((bytes[at] as number) ^ (1 << random.below(8))));
    case 1:
      return replaced(
        bytes,
        at,
        at + 1,
        Uint8Array.of((bytes[at] as number) + random.pick([1, -1, 2, 7, 128])),
      );
    case 2:
      return bytes.slice(0, at);
    case 3:
      return replaced(bytes, at, end, new Uint8Array());
    case 4:
      return replaced(bytes, end, end, bytes.subarray(at, end));
    case 5: {
      const spite = random.pick(spiteful);
      return replaced(bytes, at, random.once(2) ? at : Math.min(bytes.length, at + spite.length), spite);
    }
    case 6:
      return replaced(bytes, at, at, random.bytes(1 + random.below(6)));
    case 7: {
      const from = random.below(other.length + 1);
      return replaced(
        bytes,
        at,
        random.once(2) ? bytes.length : at,
        other.subarray(from, from + 1 + random.below(200)),
      );
    }
    case 8:
      return replaced(bytes, at, at + 1, Uint8Array.of(random.below(256)));
    default:
      return replaced(bytes, at, end, new Uint8Array(end - at).fill(bytes[at] as number));
  }
}

function replaced(bytes: Uint8Array, start: number, end: number, by: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length - (end - start) + by.length);
  result.set(bytes.subarray(0, start));
  result.set(by, start);
  result.set(bytes.subarray(end), start + by.length);
  return result;
}
