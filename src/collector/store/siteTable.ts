import type { SiteId, SpanId, TraceId } from '../../shared/ids.ts';
import type { Site, SpanRef } from '../../shared/site.ts';
import { spanKindOf } from '../../shared/spanKind.ts';
import { LatencySketch } from '../../trace/latencySketch.ts';
import { hexOfWords } from './hexOfWords.ts';
import type { SpanPlace } from './placeTable.ts';

/**
 * Most sites that are told apart. Spans of further names count for one site "(other names)" of their service,
 * and when even those are too many for one site of all. With sketches of at most 6.5 kB, usually 0.5 kB, and
 * 72 bytes of exemplars the table stays below some ten megabytes.
 */
const maxSites = 10_000;
const maxOverflowSites = 1_000;
const otherNames = '(other names)';
const histogramBars = 16;

/** What makes two spans be of one site, as numbers of interned texts. */
export interface SiteKey {
  readonly service: number;
  readonly scope: number;
  readonly name: number;
  readonly kind: number;
  readonly place: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** How the numbers of a key are read. */
export interface SiteTexts {
  text(id: number): string;
  place(place: number): SpanPlace;
}

interface SiteRecord extends Mutable<SiteKey> {
  readonly overflow: boolean;
  count: number;
  errors: number;
  /** Revision of the store at its last change. */
  revision: number;
  readonly sketch: LatencySketch;
  /** Words of trace id and span id of the slowest, the latest and the latest failed span. */
  readonly exemplars: Uint32Array;
}

const exemplarWords = 6;
const exemplar = { slowest: 0, latest: exemplarWords, latestFailed: 2 * exemplarWords } as const;

/** One span as the table counts it. */
export interface CountedSpan {
  readonly durationNano: number;
  readonly failed: boolean;
  /** Words of the trace id, then of the span id. */
  readonly ref: Uint32Array;
}

/** Sites with their figures. Numbers are dealt from `firstId` on and never again. */
export class SiteTable {
  readonly #texts: SiteTexts;
  readonly #firstId: number;
  readonly #sites: SiteRecord[] = [];
  /** Index plus one; 0 is free. */
  #slots = new Uint32Array(512);

  constructor(texts: SiteTexts, firstId: number) {
    this.#texts = texts;
    this.#firstId = firstId;
  }

  get count(): number {
    return this.#sites.length;
  }

  get nextId(): number {
    return this.#firstId + this.#sites.length;
  }

  get bytes(): number {
    const records = this.#sites.reduce((sum, site) => sum + site.sketch.bytes + 400, 0);
    return records + this.#slots.byteLength;
  }

  /** Counts a span and answers the number of its site. */
  add(key: SiteKey, span: CountedSpan, revision: number): number {
    const index = this.#find(key);
    const site = this.#sites[index] as SiteRecord;
    site.count++;
    site.revision = revision;
    const { exemplars } = site;
    if (span.durationNano >= site.sketch.max || site.count === 1)
      keepRef(exemplars, exemplar.slowest, span.ref);
    keepRef(exemplars, exemplar.latest, span.ref);
    if (span.failed) {
      site.errors++;
      keepRef(exemplars, exemplar.latestFailed, span.ref);
    }
    site.sketch.add(span.durationNano);
    return this.#firstId + index;
  }

  /** Sites that changed after `since`. Exemplars for which `exists` says no are left out. */
  changedAfter(since: number, exists: (ref: Uint32Array) => boolean): Site[] {
    return this.#sites.flatMap((site, index) =>
      site.revision > since ? [this.#answer(site, this.#firstId + index, exists)] : [],
    );
  }

  /** Texts got other numbers: `renumber` says which. */
  renumberTexts(renumber: (id: number) => number): void {
    for (const site of this.#sites) {
      site.service = renumber(site.service);
      site.scope = renumber(site.scope);
      site.name = renumber(site.name);
    }
    this.#rehash(this.#slots.length);
  }

  #find(key: SiteKey): number {
    const slot = this.#slotOf(key);
    const found = (this.#slots[slot] as number) - 1;
    if (found >= 0) return found;
    if (this.#sites.length < maxSites) return this.#create(key, slot, false);
    return this.#findOverflow({ ...key, scope: 0, name: 0, place: 0 });
  }

  #findOverflow(key: SiteKey): number {
    const wanted = this.#sites.length < maxSites + maxOverflowSites ? key : { ...key, service: 0, kind: 0 };
    const slot = this.#slotOf(wanted);
    const found = (this.#slots[slot] as number) - 1;
    return found >= 0 ? found : this.#create(wanted, slot, true);
  }

  #create(key: SiteKey, slot: number, overflow: boolean): number {
    const { service, scope, name, kind, place } = key;
    const exemplars = new Uint32Array(3 * exemplarWords);
    const sketch = new LatencySketch();
    const figures = { count: 0, errors: 0, revision: 0, sketch, exemplars };
    const index = this.#sites.push({ service, scope, name, kind, place, overflow, ...figures }) - 1;
    this.#slots[slot] = index + 1;
    if (this.#sites.length * 2 > this.#slots.length) this.#rehash(this.#slots.length * 2);
    return index;
  }

  #slotOf(key: SiteKey): number {
    const mask = this.#slots.length - 1;
    let slot = hash(key) & mask;
    for (let entry = this.#slots[slot] as number; entry !== 0; entry = this.#slots[slot] as number) {
      if (sameKey(this.#sites[entry - 1] as SiteRecord, key)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #rehash(size: number): void {
    this.#slots = new Uint32Array(size);
    const mask = this.#slots.length - 1;
    for (const [index, site] of this.#sites.entries()) {
      let slot = hash(site) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = index + 1;
    }
  }

  #answer(site: SiteRecord, id: number, exists: (ref: Uint32Array) => boolean): Site {
    const { sketch } = site;
    return {
      id: id as SiteId,
      service: this.#texts.text(site.service),
      scope: this.#texts.text(site.scope),
      name: site.overflow ? otherNames : this.#texts.text(site.name),
      kind: spanKindOf(site.kind),
      ...this.#texts.place(site.place),
      count: site.count,
      errors: site.errors,
      p50Nano: sketch.quantile(0.5),
      p95Nano: sketch.quantile(0.95),
      p99Nano: sketch.quantile(0.99),
      maxNano: sketch.max,
      minNano: sketch.min,
      histogram: sketch.histogram(histogramBars),
      slowest: spanRef(site, exemplar.slowest, exists),
      latest: spanRef(site, exemplar.latest, exists),
      latestFailed: spanRef(site, exemplar.latestFailed, exists),
    };
  }
}

/** For six words a loop is faster than `set`. */
function keepRef(exemplars: Uint32Array, at: number, ref: Uint32Array): void {
  for (let word = 0; word < exemplarWords; word++) exemplars[at + word] = ref[word] as number;
}

function spanRef(site: SiteRecord, at: number, exists: (ref: Uint32Array) => boolean): SpanRef | undefined {
  const words = site.exemplars.subarray(at, at + exemplarWords);
  if (words.every((word) => word === 0) || !exists(words)) return undefined;
  return {
    traceId: hexOfWords(words.subarray(0, 4)) as TraceId,
    spanId: hexOfWords(words.subarray(4)) as SpanId,
  };
}

function sameKey(a: SiteKey, b: SiteKey): boolean {
  return (
    a.name === b.name &&
    a.place === b.place &&
    a.service === b.service &&
    a.scope === b.scope &&
    a.kind === b.kind
  );
}

function hash({ service, scope, name, kind, place }: SiteKey): number {
  let mixed = Math.imul(name, 0x9e3779b1) ^ Math.imul(place, 0x85ebca6b) ^ Math.imul(scope, 0x27d4eb2f);
  mixed ^= Math.imul(service, 0x165667b1) ^ kind;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
