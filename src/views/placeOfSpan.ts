import type { SiteId, SpanIndex } from '../shared/ids.ts';
import type { Placement } from '../shared/placement.ts';
import type { TraceColumns } from '../shared/traceColumns.ts';
import { placeKind } from '../source/placeKind.ts';
import { callerOf } from '../trace/callerOf.ts';
import type { SitePlaces } from './sitePlaces.ts';

/**
 * Where one span comes from. Spans of one site are called from many lines: where the site has only the line of a
 * caller, it is that of the nearest span above this one.
 */
export async function placeOfSpan(
  columns: TraceColumns,
  span: SpanIndex,
  places: Pick<SitePlaces, 'resolve' | 'placementOf'>,
): Promise<Placement | undefined> {
  const siteOf = (one: number): SiteId => columns.site[one] as SiteId;
  const placement = await places.resolve(siteOf(span));
  if (placement === undefined || placeKind(placement) !== 'caller') return placement;
  const ownPlace = (one: number): Placement | undefined => {
    const found = places.placementOf(siteOf(one));
    return found !== undefined && placeKind(found) === 'own' ? found : undefined;
  };
  const caller = callerOf(columns, span, (one) => ownPlace(one) !== undefined);
  const found = caller < 0 ? undefined : ownPlace(caller);
  const name = columns.strings[columns.name[caller] ?? 0] ?? '';
  return found && { ...placement, location: found.location, evidence: `called from ${name}` };
}
