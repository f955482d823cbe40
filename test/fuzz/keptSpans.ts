import { SpanScanner } from '../../src/collector/otlp/spanScanner.ts';
import { decodeWithReference } from '../unit/collector/otlpReference.ts';

const scanner = new SpanScanner();

/** How many spans a request has that we have made ourselves. Throws where protobufjs, or the scanner, finds a fault in it. */
export function keptSpans(request: Uint8Array): number {
  decodeWithReference(request);
  let spans = 0;
  scanner.scan(new Uint8Array(request), {
    group: () => undefined,
    span: () => void spans++,
    refused: (reason) => {
      throw new Error(`a span of our own is refused: ${reason}`);
    },
  });
  return spans;
}
