import type { SiteId } from '../shared/ids.ts';
import type { SiteLine } from '../shared/waterfallProtocol.ts';
import { placeKind } from '../source/placeKind.ts';
import { longLabel, shortLabel } from './placeLabel.ts';
import type { SitePlaces } from './sitePlaces.ts';

/** The lines of some sites as pages show them; a site that has none is left out. */
export function siteLines(
  places: Pick<SitePlaces, 'placementOf'>,
  sites: readonly SiteId[],
): readonly SiteLine[] {
  return sites.flatMap((site) => {
    const placement = places.placementOf(site);
    if (placement === undefined) return [];
    return [{ site, kind: placeKind(placement), label: shortLabel(placement), path: longLabel(placement) }];
  });
}
