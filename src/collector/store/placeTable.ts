import type { Evidence } from '../../shared/evidence.ts';
import type { CodeAttributes } from '../../shared/site.ts';
import { codeAttributes } from '../otlp/codeAttributes.ts';
import { type PlainValue, readPlainValue } from '../otlp/keyValue.ts';
import { placeKeys, urlKeys } from '../otlp/placeKeys.ts';
import type { PlaceRanges } from '../otlp/placeRanges.ts';
import type { SpanScanner } from '../otlp/spanScanner.ts';
import { WireReader } from '../otlp/wireReader.ts';
import { ByteInterner } from './byteInterner.ts';
import { EvidenceLimit } from './evidenceLimit.ts';

/** What tells spans of one name apart: what they say of their code, and what else tells of it. */
export interface SpanPlace {
  readonly code: CodeAttributes;
  readonly evidence: Evidence;
}

/** Of a longer value the rest does not tell places apart. */
const longestValue = 2048;
/** Fewer than these combinations of bytes are remembered; then their table, which only saves time, starts anew. */
const maxRaw = 40_000;
/** Beyond these, places are told apart by `code.*` alone, and then not at all: bounds what hostile input costs. */
const maxWithEvidence = 20_000;
const maxPlaces = 40_000;
const maxOrigins = 10_000;

const kindServer = 2;
const routeKey = placeKeys.indexOf('http.route');
const pathKey = placeKeys.indexOf('url.path');
const targetKey = placeKeys.indexOf('http.target');
const urls: readonly number[] = urlKeys.map((key) => placeKeys.indexOf(key));
/** Of a `KeyValue` of `http.route` whose value is the empty text: some frameworks send that for the root. */
const emptyRouteBytes = 16;

/** Numbers for places: 0 says nothing; the same place in any order of attributes is one. */
export class PlaceTable {
  #raw = new ByteInterner(1 << 16);
  /** By the number of the raw bytes. */
  #placeOfRaw: number[] = [0];
  readonly #places: SpanPlace[] = [{ code: {}, evidence: {} }];
  readonly #byText = new Map<string, number>([[JSON.stringify([{}, {}]), 0]]);
  readonly #rawOrigins = new ByteInterner(1 << 16);
  readonly #origins: (readonly (readonly [string, PlainValue])[])[] = [[]];
  /** The place of spans that say nothing themselves. */
  readonly #placeOfOrigin: number[] = [0];
  readonly #limit = new EvidenceLimit();
  readonly #reader = new WireReader(new Uint8Array());
  readonly #scratch = new Uint8Array(1 << 16);

  get bytes(): number {
    return this.#raw.bytes + this.#rawOrigins.bytes + this.#places.length * 300;
  }

  place(place: number): SpanPlace {
    return this.#places[place] ?? { code: {}, evidence: {} };
  }

  /** A number for what a resource says of where its program runs; 0 says nothing. */
  internOrigin(bytes: Uint8Array, ranges: PlaceRanges): number {
    if (ranges.count === 0) return 0;
    const length = this.#gather(bytes, ranges, 0, () => true);
    if (this.#rawOrigins.count >= maxOrigins) return 0;
    const origin = this.#rawOrigins.intern(this.#scratch, 0, length);
    if (this.#origins[origin] === undefined) {
      const pairs = this.#pairs(bytes, ranges, () => true);
      this.#origins[origin] = pairs;
      this.#placeOfOrigin[origin] = this.#internParsed(pairs, origin);
    }
    return origin;
  }

  /** The place of the scanner's span, which came under a resource of the origin. */
  intern({ bytes, places, kind }: SpanScanner, origin: number): number {
    if (places.count === 0) return this.#placeOfOrigin[origin] ?? 0;
    const isWanted = wantedKeys(places, kind);
    this.#scratch[0] = origin;
    this.#scratch[1] = origin >> 8;
    const length = this.#gather(bytes, places, 2, isWanted);
    if (length === 2) return this.#placeOfOrigin[origin] ?? 0;
    if (this.#raw.count > maxRaw) this.#forgetRaw();
    const raw = this.#raw.intern(this.#scratch, 0, length);
    const known = this.#placeOfRaw[raw];
    if (known !== undefined) return known;
    const pairs = [...(this.#origins[origin] ?? []), ...this.#pairs(bytes, places, isWanted)];
    const place = this.#internParsed(pairs, origin);
    this.#placeOfRaw[raw] = place;
    return place;
  }

  /** Copies the wanted attributes, with their keys as numbers, to the scratch from `at` on; answers the end. */
  #gather(bytes: Uint8Array, ranges: PlaceRanges, at: number, isWanted: (key: number) => boolean): number {
    const scratch = this.#scratch;
    let length = at;
    for (let i = 0; i < ranges.count; i++) {
      const key = ranges.keys[i] as number;
      if (!isWanted(key)) continue;
      const start = ranges.ranges[2 * i] as number;
      const end = Math.min(ranges.ranges[2 * i + 1] as number, start + longestValue);
      if (length + end - start + 1 > scratch.length) break;
      scratch[length++] = key;
      for (let from = start; from < end; from++) scratch[length++] = bytes[from] as number;
    }
    return length;
  }

  #pairs(
    bytes: Uint8Array,
    ranges: PlaceRanges,
    isWanted: (key: number) => boolean,
  ): (readonly [string, PlainValue])[] {
    const reader = this.#reader;
    reader.reset(bytes, 0, bytes.length);
    const pairs: (readonly [string, PlainValue])[] = [];
    for (let i = 0; i < ranges.count; i++) {
      const key = ranges.keys[i] as number;
      const [start, end] = [ranges.ranges[2 * i] as number, ranges.ranges[2 * i + 1] as number];
      if (isWanted(key)) pairs.push([placeKeys[key] as string, readPlainValue(reader, start, end)]);
    }
    return pairs;
  }

  #internParsed(pairs: readonly (readonly [string, PlainValue])[], origin: number): number {
    const code = codeAttributes(pairs);
    const evidence = this.#places.length < maxWithEvidence ? this.#limit.evidenceOf(pairs, origin) : {};
    const text = JSON.stringify([code, evidence]);
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    if (this.#places.length >= maxPlaces) return 0;
    const place = this.#places.push({ code, evidence }) - 1;
    this.#byText.set(text, place);
    return place;
  }

  #forgetRaw(): void {
    this.#raw = new ByteInterner(1 << 16);
    this.#placeOfRaw = [0];
  }
}

/** A path stands in for a route only on SERVER spans that have none; of several that mean it, the plainest. */
function wantedKeys({ keys, ranges, count }: PlaceRanges, kind: number): (key: number) => boolean {
  let [hasPath, hasTarget] = [false, false];
  let hasRoute = kind !== kindServer;
  for (let i = 0; i < count; i++) {
    const isEmpty = (ranges[2 * i + 1] as number) - (ranges[2 * i] as number) <= emptyRouteBytes;
    hasRoute ||= keys[i] === routeKey && !isEmpty;
    hasPath ||= keys[i] === pathKey;
    hasTarget ||= keys[i] === targetKey;
  }
  if (hasRoute) return isNoPath;
  if (hasPath) return isNoOtherPath;
  return hasTarget ? isNoUrl : isAny;
}

function isNoUrl(key: number): boolean {
  return !urls.includes(key);
}

function isNoOtherPath(key: number): boolean {
  return key !== targetKey && isNoUrl(key);
}

function isNoPath(key: number): boolean {
  return key !== pathKey && isNoOtherPath(key);
}

function isAny(): boolean {
  return true;
}
