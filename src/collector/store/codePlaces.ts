import type { CodeAttributes } from '../../shared/site.ts';
import { readCodeAttributes } from '../otlp/codeAttributes.ts';
import type { SpanScanner } from '../otlp/spanScanner.ts';
import { ByteInterner } from './byteInterner.ts';

/** Places whose attributes take more are not told apart; a path and a name take a few hundred bytes. */
const scratchBytes = 4096;
/** Beyond these, spans count as saying nothing of their code: bounds what hostile input can make us keep. */
const maxPlaces = 40_000;

/** Numbers for what `code.*` attributes say: 0 says nothing; the same place in any order of attributes is one. */
export class CodePlaces {
  readonly #raw = new ByteInterner(scratchBytes);
  /** By the number of the raw bytes. */
  readonly #placeOfRaw: number[] = [0];
  readonly #places: CodeAttributes[] = [{}];
  readonly #byText = new Map<string, number>([['{}', 0]]);
  readonly #scratch = new Uint8Array(scratchBytes);

  get bytes(): number {
    return this.#raw.bytes + this.#places.length * 200;
  }

  attributes(place: number): CodeAttributes {
    return this.#places[place] ?? {};
  }

  /** The place of the scanner's span. */
  intern(scanner: SpanScanner): number {
    const count = scanner.code.count;
    if (count === 0) return 0;
    const length = this.#gather(scanner, count);
    if (length < 0 || this.#raw.count >= maxPlaces) return 0;
    const raw = this.#raw.intern(this.#scratch, 0, length);
    const known = this.#placeOfRaw[raw];
    if (known !== undefined) return known;
    const place = this.#internParsed(readCodeAttributes(scanner.bytes, scanner.code.ranges, count));
    this.#placeOfRaw[raw] = place;
    return place;
  }

  #gather(scanner: SpanScanner, count: number): number {
    let length = 0;
    for (let i = 0; i < count; i++) {
      const start = scanner.code.ranges[2 * i] as number;
      const end = scanner.code.ranges[2 * i + 1] as number;
      if (length + end - start > scratchBytes) return -1;
      for (let at = start; at < end; at++) this.#scratch[length++] = scanner.bytes[at] as number;
    }
    return length;
  }

  #internParsed(code: CodeAttributes): number {
    const text = JSON.stringify(code);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const place = this.#places.push(code) - 1;
    this.#byText.set(text, place);
    return place;
  }
}
