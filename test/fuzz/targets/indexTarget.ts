import { SpanScanner } from '../../../src/collector/otlp/spanScanner.ts';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { SpanIndex } from '../../../src/collector/store/spanIndex.ts';
import { otlpMessages } from '../corpus.ts';
import { FuzzRandom } from '../fuzzRandom.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { hexOf } from '../otlpMessages.ts';
import { ProtoInput } from '../protoInput.ts';

const inputs = new ProtoInput(otlpMessages('traces'));
/** Few spans are told apart by their content: more inputs than this make no other index. */
const inputsAnIndex = 200;

interface Indexed {
  readonly index: SpanIndex;
  /** Trace and span ids of all spans that were committed. */
  readonly ids: Set<string>;
  inputs: number;
}

let current: Indexed | undefined;

/**
 * Requests that are staged, taken back and committed, one after the other in one index: it holds the spans that the scanner told of
 * committed requests, and none twice.
 */
export const indexTarget: FuzzTarget = {
  name: 'index',
  share: 60,
  make: (random) => inputs.make(random),
  check: (input) => {
    if (current === undefined || current.inputs++ >= inputsAnIndex) {
      current = { index: new SpanIndex(1), ids: new Set(), inputs: 0 };
    }
    try {
      stageAndCommit(current, new Uint8Array(input));
    } catch (error) {
      current = undefined;
      throw error;
    }
  },
};

function stageAndCommit({ index, ids }: Indexed, input: Uint8Array<ArrayBuffer>): void {
  const random = new FuzzRandom(0, 'index', input.length);
  const seen = scan(input);
  // Requests of one block stand one after the other.
  const block = new Uint8Array(2 * input.length);
  block.set(input);
  block.set(input, input.length);
  const first = stage(index, block, 0, input.length);
  expectSame(first, seen?.length);
  if (random.once(3)) {
    index.rollback();
    expectSame(index.spanCount, ids.size);
    return;
  }
  const second = random.once(2) ? stage(index, block, input.length, block.length) : undefined;
  if (first === undefined && second === undefined) return;
  index.commit(index.spanCount + 1, 1, () => undefined);
  for (const id of seen ?? []) ids.add(id);
  expectSame(index.spanCount, ids.size);
}

function stage(
  index: SpanIndex,
  block: Uint8Array<ArrayBuffer>,
  start: number,
  end: number,
): number | undefined {
  try {
    return index.stage(block, start, end).spans;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

function scan(input: Uint8Array<ArrayBuffer>): string[] | undefined {
  const ids: string[] = [];
  try {
    new SpanScanner().scan(input, {
      group: () => undefined,
      refused: () => undefined,
      span: ({ traceIdAt, spanIdAt }) =>
        void ids.push(
          hexOf(input.subarray(traceIdAt, traceIdAt + 16)) + hexOf(input.subarray(spanIdAt, spanIdAt + 8)),
        ),
    });
    return ids;
  } catch (error) {
    if (error instanceof MalformedError) return undefined;
    throw error;
  }
}

function expectSame(found: number | undefined, expected: number | undefined): void {
  if (found !== expected) throw new Error(`${found} spans instead of ${expected}`);
}
