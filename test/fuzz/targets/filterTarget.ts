import { deepStrictEqual } from 'node:assert/strict';
import { filterSpans } from '../../../src/collector/otlp/filterSpans.ts';
import { splitRequest } from '../../../src/collector/otlp/splitRequest.ts';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { otlpMessages } from '../corpus.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { decodeShallow, hexOf } from '../otlpMessages.ts';
import { ProtoInput } from '../protoInput.ts';
import { isOurLimit, outcomeOf } from './wireTarget.ts';

const inputs = new ProtoInput(otlpMessages('traces'));

/** Small, so that these inputs are split. */
const pieceBytes = 300;

/**
 * Of what protobufjs reads, the spans that were chosen stay, byte for byte; the input itself where that is all of them. The pieces of
 * a request have the same spans as the whole.
 */
export const filterTarget: FuzzTarget = {
  name: 'filter',
  share: 60,
  make: (random) => inputs.make(random),
  check: (input) => {
    const bytes = new Uint8Array(input);
    for (const every of [1, 2, Infinity]) {
      const ours = outcomeOf(() => filterSpans(bytes, chooser(every)));
      const before = outcomeOf(() => spansOf(input));
      if (ours.error !== undefined) {
        if (!(ours.error instanceof MalformedError)) throw ours.error;
        const isRead = before.value?.every(
          (span) => outcomeOf(() => decodeShallow('Span', span)).error === undefined,
        );
        if (isRead === true && !isOurLimit(ours.error.message))
          throw new Error(`refused: ${ours.error.message}`);
      } else if (before.value === undefined)
        throw new Error(`filtered what protobufjs refuses: ${before.error}`);
      else {
        const kept = ours.value ?? new Uint8Array();
        if (every === 1 && kept !== bytes) throw new Error('another request where all spans stay');
        const wanted = before.value.filter((_, i) => i % every === 0 && every !== Infinity);
        deepStrictEqual(spansOf(kept).map(hexOf), wanted.map(hexOf));
        if (every === 1) deepStrictEqual(pieces(bytes).map(hexOf), wanted.map(hexOf));
      }
    }
  },
};

function pieces(bytes: Uint8Array<ArrayBuffer>): Uint8Array[] {
  return [...splitRequest(bytes, pieceBytes)].flatMap(spansOf);
}

/** Takes every so many spans; none for infinity. */
function chooser(every: number): () => boolean {
  let i = 0;
  return () => every !== Infinity && i++ % every === 0;
}

function spansOf(bytes: Uint8Array): Uint8Array[] {
  const groups = decodeShallow('Request', bytes)['resourceSpans'] as readonly {
    readonly scopeSpans: readonly { readonly spans: readonly Uint8Array[] }[];
  }[];
  return groups.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}
