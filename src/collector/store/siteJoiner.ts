import type { GroupTable } from './groupTable.ts';
import type { CountedSpan, SiteKey, SiteTable } from './siteTable.ts';
import { meta, type SpanChunk, spanStatus } from './spanChunk.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Counts spans with their sites. Allocates nothing per span. */
export class SiteJoiner {
  readonly #groups: GroupTable;
  readonly #sites: SiteTable;
  readonly #counted: Mutable<CountedSpan> = { durationNano: 0, failed: false, ref: new Uint32Array(6) };
  readonly #key: Mutable<SiteKey> = { service: 0, scope: 0, name: 0, kind: 0, place: 0 };

  constructor(groups: GroupTable, sites: SiteTable) {
    this.#groups = groups;
    this.#sites = sites;
  }

  /** The column `site` holds the place in the code before, and the site after. The trace id is `traceIds[at, at + 4)`. */
  join(chunk: SpanChunk, i: number, traceIds: Uint32Array, at: number, revision: number): void {
    const key = this.#key;
    const group = chunk.group[i] as number;
    key.service = this.#groups.service[group] as number;
    key.scope = this.#groups.scope[group] as number;
    key.name = chunk.name[i] as number;
    key.kind = (chunk.meta[i] as number) & meta.kindMask;
    key.place = chunk.site[i] as number;
    const counted = this.#counted;
    counted.durationNano = chunk.duration[i] as number;
    counted.failed = spanStatus(chunk, i) === 2;
    for (let word = 0; word < 4; word++) counted.ref[word] = traceIds[at + word] as number;
    counted.ref[4] = chunk.idHigh[i] as number;
    counted.ref[5] = chunk.idLow[i] as number;
    chunk.site[i] = this.#sites.add(key, counted, revision);
  }
}
