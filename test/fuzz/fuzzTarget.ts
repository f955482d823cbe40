import { FuzzRandom } from './fuzzRandom.ts';

/** Something that reads what others send. */
export interface FuzzTarget {
  readonly name: string;
  /** How many of a thousand inputs are for it. */
  readonly share: number;
  make(random: FuzzRandom): Uint8Array;
  /** Throws where the answer is not what it must be. */
  check(input: Uint8Array): void | Promise<void>;
}

/** The input of a target at an index. */
export function inputOf(target: FuzzTarget, seed: number, index: number): Uint8Array {
  return target.make(new FuzzRandom(seed, target.name, index));
}

/** The fault that an input shows; `undefined` where there is none. */
export async function faultOf(target: FuzzTarget, input: Uint8Array): Promise<Error | undefined> {
  try {
    // Some readers change what they read.
    const checked = target.check(input.slice());
    if (checked !== undefined) await checked;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A shorter input with a fault of the same kind, found by leaving out pieces; within a number of tries. */
export async function minimised(target: FuzzTarget, input: Uint8Array, tries = 2_000): Promise<Uint8Array> {
  const kind = kindOf(await faultOf(target, input));
  let best = input;
  let left = tries;
  for (let piece = Math.ceil(best.length / 2); piece >= 1; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let at = 0; at < best.length && left > 0; left--) {
      const shorter = Uint8Array.from([...best.subarray(0, at), ...best.subarray(at + piece)]);
      if (kindOf(await faultOf(target, shorter)) === kind) best = shorter;
      else at += piece;
    }
  }
  return best;
}

/** Without what depends on the input. */
function kindOf(fault: Error | undefined): string | undefined {
  return fault?.message.split('\n')[0]?.replace(/[0-9a-f]{4,}|\d+/g, '#');
}
