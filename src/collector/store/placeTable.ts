import type { Evidence } from '../../shared/evidence.ts';
import type { CodeAttributes } from '../../shared/site.ts';
import { codeAttributes } from '../otlp/codeAttributes.ts';
import { type PlainValue, readPlainValue } from '../otlp/keyValue.ts';
import { placeKeys } from '../otlp/placeKeys.ts';
import { maxRanges, type PlaceRanges } from '../otlp/placeRanges.ts';
import type { SpanScanner } from '../otlp/spanScanner.ts';
import { WireReader } from '../otlp/wireReader.ts';
import { EvidenceLimit } from './evidenceLimit.ts';
import { PackedWords } from './packedWords.ts';
import { everyKey, wantedKeys } from './wantedKeys.ts';
import { WordMap } from './wordMap.ts';

/** What tells spans of one name apart: what they say of their code, and what else tells of it. */
export interface SpanPlace {
  readonly code: CodeAttributes;
  readonly evidence: Evidence;
}

type Pairs = readonly (readonly [string, PlainValue])[];

/** Bytes; of a longer value the rest does not tell places apart. */
const longestValue = 2048;
/** The table of what was sent takes fewer bytes than these; then it, which only saves time, starts anew. */
const maxRawBytes = 16 << 20;
/** Beyond these, places are told apart by `code.*` alone, and then not at all: bounds what hostile input costs. */
const maxWithEvidence = 20_000;
const maxEvidenceText = 16 << 20;
const maxPlaces = 40_000;
const maxText = 32 << 20;
const maxOrigins = 10_000;

const nothing: SpanPlace = { code: {}, evidence: {} };

/** Numbers for places: 0 says nothing; the same place in any order of attributes is one. */
export class PlaceTable {
  /** Places by the attributes as they were sent. */
  #raw = new WordMap();
  readonly #places: SpanPlace[] = [nothing];
  readonly #byText = new Map<string, number>([[textOf(nothing), 0]]);
  /** Characters of the places as text. */
  #textLength = 0;
  readonly #rawOrigins = new WordMap();
  readonly #origins: Pairs[] = [[]];
  /** The place of spans that say nothing themselves. */
  readonly #placeOfOrigin: number[] = [0];
  readonly #limit = new EvidenceLimit();
  readonly #reader = new WireReader(new Uint8Array());
  readonly #packed = new PackedWords(1 + maxRanges * (1 + longestValue / 4));

  get bytes(): number {
    // A place is kept as a text and as an object, in Latin-1 mostly.
    return this.#raw.bytes + this.#rawOrigins.bytes + 2 * this.#textLength + this.#places.length * 200;
  }

  place(place: number): SpanPlace {
    return this.#places[place] ?? nothing;
  }

  /** A number for what a resource says of where its program runs; 0 says nothing. */
  internOrigin(bytes: Uint8Array, ranges: PlaceRanges): number {
    if (ranges.count === 0) return 0;
    this.#pack(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), ranges, everyKey, 0);
    const known = this.#rawOrigins.find(this.#packed);
    if (known >= 0) return known;
    if (this.#origins.length >= maxOrigins) return 0;
    const pairs = this.#pairs(bytes, ranges, everyKey);
    const origin = this.#origins.push(pairs) - 1;
    this.#placeOfOrigin[origin] = this.#internParsed(pairs, origin);
    this.#rawOrigins.add(this.#packed, origin);
    return origin;
  }

  /** The place of the scanner's span, which came under a resource of the origin. */
  intern({ bytes, view, places, kind }: SpanScanner, origin: number): number {
    if (places.count === 0) return this.#placeOfOrigin[origin] ?? 0;
    const wanted = wantedKeys(bytes, places, kind);
    this.#pack(view, places, wanted, origin);
    const known = this.#raw.find(this.#packed);
    if (known >= 0) return known;
    const own = this.#pairs(bytes, places, wanted);
    const place =
      own.length === 0
        ? (this.#placeOfOrigin[origin] ?? 0)
        : this.#internParsed([...(this.#origins[origin] ?? []), ...own], origin);
    if (this.#raw.bytes > maxRawBytes) this.#raw = new WordMap();
    this.#raw.add(this.#packed, place);
    return place;
  }

  /** Puts the origin and the wanted attributes, with their keys as numbers, into the words. */
  #pack(view: DataView, { keys, ranges, count }: PlaceRanges, wanted: Uint8Array, origin: number): void {
    const packed = this.#packed;
    packed.clear();
    packed.addWord(origin);
    for (let i = 0; i < count; i++) {
      const key = keys[i] as number;
      if (wanted[key] === 0) continue;
      const start = ranges[2 * i] as number;
      const end = Math.min(ranges[2 * i + 1] as number, start + longestValue);
      packed.addWord(key | ((end - start) << 8));
      packed.addBytes(view, start, end);
    }
  }

  #pairs(bytes: Uint8Array, { keys, ranges, count }: PlaceRanges, wanted: Uint8Array): Pairs {
    const reader = this.#reader;
    reader.reset(bytes, 0, bytes.length);
    const pairs: (readonly [string, PlainValue])[] = [];
    for (let i = 0; i < count; i++) {
      const key = keys[i] as number;
      if (wanted[key] === 0) continue;
      const value = readPlainValue(reader, ranges[2 * i] as number, ranges[2 * i + 1] as number);
      pairs.push([placeKeys[key] as string, value]);
    }
    return pairs;
  }

  #internParsed(pairs: Pairs, origin: number): number {
    const code = codeAttributes(pairs);
    const hasRoom = this.#places.length < maxWithEvidence && this.#textLength < maxEvidenceText;
    const evidence = this.#limit.evidenceOf(pairs, origin, hasRoom);
    const place = { code, evidence };
    const text = textOf(place);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    return hasRoom ? this.#add(place, text) : this.#internCode(code);
  }

  /** Without evidence. */
  #internCode(code: CodeAttributes): number {
    const place = { code, evidence: {} };
    const text = textOf(place);
    const isFull = this.#places.length >= maxPlaces || this.#textLength >= maxText;
    return this.#byText.get(text) ?? (isFull ? 0 : this.#add(place, text));
  }

  #add(place: SpanPlace, text: string): number {
    const number = this.#places.push(place) - 1;
    this.#byText.set(text, number);
    this.#textLength += text.length;
    return number;
  }
}

function textOf({ code, evidence }: SpanPlace): string {
  return JSON.stringify([code, evidence]);
}
