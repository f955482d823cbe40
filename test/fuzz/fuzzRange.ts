import { getHeapStatistics } from 'node:v8';
import { type FuzzTarget, faultOf, inputOf, minimised } from './fuzzTarget.ts';

/** What was found, as it can be repeated. */
export interface Finding {
  readonly target: string;
  readonly index: number;
  readonly message: string;
  /** The input, made shorter, in hexadecimal. */
  readonly hex: string;
}

/** After each so many inputs the memory is looked at. */
const inputsAWatch = 5_000;
/** Beyond what the readers and the references keep for themselves. */
const mostGrowth = 192 << 20;

/** Checks the inputs `first`, `first + step`… below `end`; `at` is told each before it is read. Stops at the first finding. */
export async function fuzzRange(
  target: FuzzTarget,
  seed: number,
  range: { readonly first: number; readonly end: number; readonly step: number },
  at: (index: number) => void,
): Promise<Finding | undefined> {
  const before = usedBytes();
  for (let index = range.first; index < range.end; index += range.step) {
    at(index);
    const input = inputOf(target, seed, index);
    const fault = await faultOf(target, input);
    if (fault !== undefined) return findingOf(target, index, input, fault);
    if (Math.floor(index / range.step) % inputsAWatch === 0 && usedBytes() - before > mostGrowth) {
      const message = `memory has grown by ${(usedBytes() - before) >> 20} MiB since input ${range.first}`;
      return { target: target.name, index, message, hex: hexOf(input) };
    }
  }
  return undefined;
}

async function findingOf(
  target: FuzzTarget,
  index: number,
  input: Uint8Array,
  fault: Error,
): Promise<Finding> {
  const short = await minimised(target, input);
  const told = (await faultOf(target, short)) ?? fault;
  return { target: target.name, index, message: told.stack ?? told.message, hex: hexOf(short) };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** What is in use after a collection, where it can be asked for. */
function usedBytes(): number {
  (globalThis as { readonly gc?: () => void }).gc?.();
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
}
