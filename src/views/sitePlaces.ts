import type { Event } from '../shared/event.ts';
import type { SiteId } from '../shared/ids.ts';
import type { Placement } from '../shared/placement.ts';

/** Where sites are now, edits included. */
export interface SitePlaces {
  /** `undefined` where no rung knows, and until the first answer is there. */
  placementOf(site: SiteId): Placement | undefined;
  /** The same, waiting for the answer. */
  resolve(site: SiteId): Promise<Placement | undefined>;
  /** Every place known, best first, and the chosen one before all. */
  placementsOf(site: SiteId): readonly Placement[];
  /** Why no rung knows, a sentence; `undefined` where one does. */
  whyNowhere(site: SiteId): string | undefined;
  readonly onDidChange: Event<void>;
}
