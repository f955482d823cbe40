import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { isLibrarySite } from '../libraryScope.ts';
import { qualifiedDefinitions } from '../qualifiedNames.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import { oneOrChoices, placementOf } from './placements.ts';

const dotted = /^[\p{L}_$][\p{L}\p{N}_$]*(?:(?:\.|#|::|->)[\p{L}_$][\p{L}\p{N}_$]*){1,6}$/u;

/** A span that is called like a method: `OwnerController.listOwners`, `Foo#bar`, `querier.SearchRecent`. */
export const dottedNameRung: Rung = {
  name: 'method in name',
  searches: true,
  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    if (isLibrarySite(site) || site.name.length > 200 || !dotted.test(site.name)) return [];
    const parts = site.name.split(/\.|#|::|->/);
    const all = await qualifiedDefinitions(parts, context, ({ language }) => mayBeWrittenIn(site, language));
    const found = await preferService(all, site, context);
    const evidence = 'the span is called like the method';
    const reason = { rung: this.name, confidence: 'medium', evidence } as const;
    return oneOrChoices(found.map((one) => placementOf(one, reason)));
  },
};
