import type { SiteId } from '../../shared/ids.ts';
import type { SiteRelatives } from '../../shared/protocol.ts';
import { meta, rowMask, spanStatus } from '../store/spanChunk.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { LogSearch } from './logSearch.ts';
import { siteException } from './siteException.ts';
import { TraceChildren } from './traceChildren.ts';

/** Spans of a site that are looked at: its latest, which are alike in most programs. */
const samples = 8;
const maxChains = 4;
const maxDescendants = 32;
/** Deeper chains are loops of a program, not callers. */
const maxDepth = 64;
/** Children of one level that are looked at. */
const maxWidth = 1000;

const kindServer = 2;
const kindConsumer = 5;

/** What surrounds the latest spans of the sites: one pass over the column of sites for all of them. */
export function siteRelatives(store: TraceStore, sites: readonly SiteId[]): readonly SiteRelatives[] {
  const children = new TraceChildren(store);
  const logs = new LogSearch(store);
  return [...samplesOf(store, sites)].map(([site, { rows, failed }]) => ({
    site,
    ancestors: commonest(rows.map((row) => ancestorsOf(store, row))),
    descendants: descendantsOf(store, rows, children),
    ...(failed < 0 ? {} : siteException(store, failed, logs)),
  }));
}

interface Sample {
  /** Of the latest spans, in no order. */
  readonly rows: number[];
  seen: number;
  /** The latest failed one, or −1. */
  failed: number;
}

/** Some rows of each site that has any. */
function samplesOf(store: TraceStore, sites: readonly SiteId[]): ReadonlyMap<SiteId, Sample> {
  const found = new Map<SiteId, Sample>(sites.map((site) => [site, { rows: [], seen: 0, failed: -1 }]));
  const wanted = new Uint8Array(store.index.sites.nextId);
  for (const site of sites) wanted[site] = 1;
  store.index.rows.forEachChunk((chunk, firstRow) => {
    for (let i = 0; i < chunk.used; i++) {
      const site = chunk.site[i] as number;
      if (wanted[site] !== 1 || ((chunk.meta[i] as number) & meta.dead) !== 0) continue;
      const sample = found.get(site as SiteId);
      if (sample !== undefined) take(sample, firstRow + i, spanStatus(chunk, i) === 2);
    }
  });
  for (const [site, { seen }] of found) if (seen === 0) found.delete(site);
  return found;
}

function take(sample: Sample, row: number, failed: boolean): void {
  sample.rows[sample.seen++ % samples] = row;
  if (failed) sample.failed = row;
}

/** Sites of the chain of parents within the service, nearest first, to the entry of the process. */
function ancestorsOf(store: TraceStore, row: number): readonly SiteId[] {
  const chain: SiteId[] = [];
  const service = serviceOf(store, row);
  for (let at = row; chain.length < maxDepth; ) {
    if (isEntry(store, at)) break;
    at = parentOf(store, at);
    if (at < 0 || serviceOf(store, at) !== service) break;
    chain.push(siteOf(store, at));
  }
  return chain;
}

function commonest(chains: readonly (readonly SiteId[])[]): readonly (readonly SiteId[])[] {
  const counts = new Map<string, { readonly chain: readonly SiteId[]; count: number }>();
  for (const chain of chains) {
    if (chain.length === 0) continue;
    const key = chain.join(' ');
    const known = counts.get(key) ?? { chain, count: 0 };
    known.count++;
    counts.set(key, known);
  }
  const sorted = [...counts.values()].sort((a, b) => b.count - a.count);
  return sorted.slice(0, maxChains).map(({ chain }) => chain);
}

function descendantsOf(
  store: TraceStore,
  rows: readonly number[],
  children: TraceChildren,
): readonly SiteId[] {
  const found = new Set<SiteId>();
  for (const row of rows) {
    for (const site of belowOf(store, row, children)) if (found.size < maxDescendants) found.add(site);
  }
  return [...found];
}

/** Level by level, without what other entries of the process have below them. */
function belowOf(store: TraceStore, row: number, children: TraceChildren): readonly SiteId[] {
  const service = serviceOf(store, row);
  const found: SiteId[] = [];
  let level = [row];
  while (level.length > 0 && found.length < maxDescendants) {
    const next = level.flatMap((at) => children.of(at)).slice(0, maxWidth);
    level = next.filter((at) => serviceOf(store, at) === service && !isEntry(store, at));
    found.push(...level.map((at) => siteOf(store, at)));
  }
  return found;
}

function parentOf(store: TraceStore, row: number): number {
  const chunk = store.index.rows.chunk(row);
  const i = row & rowMask;
  const [high, low] = [chunk.parentHigh[i] as number, chunk.parentLow[i] as number];
  return high === 0 && low === 0 ? -1 : store.index.spans.find(chunk.trace[i] as number, high, low);
}

/** Whether a request or message enters the process with the span: what is above it called from elsewhere. */
function isEntry(store: TraceStore, row: number): boolean {
  const kind = (store.index.rows.chunk(row).meta[row & rowMask] as number) & meta.kindMask;
  return kind === kindServer || kind === kindConsumer;
}

function serviceOf(store: TraceStore, row: number): number {
  const group = store.index.rows.chunk(row).group[row & rowMask] as number;
  return store.index.groups.service[group] as number;
}

function siteOf(store: TraceStore, row: number): SiteId {
  return store.index.rows.chunk(row).site[row & rowMask] as number as SiteId;
}
