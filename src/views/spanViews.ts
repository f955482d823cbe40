import type { SiteId, SpanIndex } from '../shared/ids.ts';
import type { Placement } from '../shared/placement.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { SpanRef } from '../shared/site.ts';
import type { SpanDetail, SpanEvent, SpanLink } from '../shared/spanDetail.ts';
import type { EventStack, SpanPlacement, SpanView } from '../shared/spanProtocol.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { placeOfSpan } from './placeOfSpan.ts';
import type { ServiceOrders } from './serviceOrders.ts';
import type { SitePlaces } from './sitePlaces.ts';
import type { TraceCache } from './traceCache.ts';
import { type SpanFigures, TraceFigures } from './traceFigures.ts';

/** Links whose other end is looked up; a batch consumer may have thousands. */
const maxLinkNames = 50;

export interface SpanViewSources {
  readonly api: Pick<CollectorApi, 'span'>;
  readonly traces: Pick<TraceCache, 'trace'>;
  readonly serviceOrders: Pick<ServiceOrders, 'of'>;
  readonly places: Pick<SitePlaces, 'resolve' | 'placementOf' | 'placementsOf' | 'whyNowhere'>;
  readonly stacks: (detail: SpanDetail) => Promise<readonly EventStack[]>;
  readonly describePlace: (placement: Placement) => Promise<SpanPlacement>;
}

/** Puts together what the side panel shows of a span, from all that know something of it. */
export class SpanViews {
  readonly #sources: SpanViewSources;
  readonly #figures: TraceFigures;

  constructor(sources: SpanViewSources) {
    this.#sources = sources;
    this.#figures = new TraceFigures(sources.serviceOrders);
  }

  async view(ref: SpanRef): Promise<SpanView | undefined> {
    const { api, traces, stacks } = this.#sources;
    const [sent, columns] = await Promise.all([
      api.span({ ...ref, exceptionLogs: true }),
      traces.trace(ref.traceId),
    ]);
    const detail = sent && withLoggedExceptions(sent);
    const index = columns && this.#figures.find(columns, ref.spanId);
    if (detail === undefined || columns === undefined || index === undefined) return undefined;
    const figures: SpanFigures = this.#figures.of(columns, index);
    const [placement, eventStacks, linkNames] = await Promise.all([
      this.#place(columns, index),
      stacks(detail),
      Promise.all(detail.links.slice(0, maxLinkNames).map((link) => this.#linkName(link))),
    ]);
    const whyNowhere = placement === undefined ? this.#whyNowhere(detail.site) : undefined;
    const otherPlaces = Math.max(0, this.#sources.places.placementsOf(detail.site).length - 1);
    return { detail, ...figures, placement, otherPlaces, whyNowhere, stacks: eventStacks, linkNames };
  }

  /** A site that has a caller's line has none where this span was called from elsewhere. */
  #whyNowhere(site: SiteId): string {
    return this.#sources.places.whyNowhere(site) ?? 'Nothing above it in this trace has a line.';
  }

  async #place(columns: TraceColumns, span: SpanIndex): Promise<SpanPlacement | undefined> {
    const placement = await placeOfSpan(columns, span, this.#sources.places);
    return placement === undefined ? undefined : this.#sources.describePlace(placement);
  }

  async #linkName(link: SpanLink): Promise<string | undefined> {
    const linked = await this.#sources.api.span({ traceId: link.traceId, spanId: link.spanId });
    return linked && `${linked.service} · ${linked.name}`;
  }
}

/**
 * Exceptions of a span are the same to its reader whether they came with it or as logs, which is where SDKs move
 * them; while they do, some send both.
 */
function withLoggedExceptions(detail: SpanDetail): SpanDetail {
  const known = new Set(detail.events.map(exceptionText));
  const others = detail.exceptionLogs.filter((event) => !known.has(exceptionText(event)));
  return { ...detail, events: [...detail.events, ...others] };
}

/** What tells one exception from another. */
function exceptionText({ name, attributes }: SpanEvent): string {
  const own = attributes.filter(({ key }) => /^exception\.(?:type|message|stacktrace)$/.test(key));
  return JSON.stringify([name, ...own.sort((a, b) => (a.key < b.key ? -1 : 1))]);
}
