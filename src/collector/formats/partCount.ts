import { MalformedError } from '../otlp/wireReader.ts';

/** No program gives a span so many attributes, events and links; two bytes can say that there is one more. */
const maxParts = 100_000;

/** Counts what is in a span, so that small bytes do not become large objects without end. */
export class PartCount {
  #count = 0;

  /** Throws `MalformedError` where it is too much. */
  add(parts = 1): void {
    this.#count += parts;
    if (this.#count > maxParts) throw new MalformedError(`a span has more than ${maxParts} parts`);
  }
}
