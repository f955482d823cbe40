import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { goFunctionName, looksLikeGo } from '../functionNameGo.ts';
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
    const parts = isLibrarySite(site) || site.name.length > 200 ? [] : partsOf(site.name);
    if (parts.length === 0) return [];
    const all = await qualifiedDefinitions(parts, context, ({ language }) => mayBeWrittenIn(site, language));
    const found = await preferService(all, site, context);
    const evidence = 'the span is called like the method';
    const reason = { rung: this.name, confidence: 'medium', evidence } as const;
    return oneOrChoices(found.map((one) => placementOf(one, reason)));
  },
};

/** Empty for what is no method's name. Go's runtime puts receivers in brackets, which programs take over. */
function partsOf(name: string): readonly string[] {
  if (dotted.test(name)) return name.split(/\.|#|::|->/);
  const go = looksLikeGo(name) ? goFunctionName(name) : undefined;
  return go?.packagePath === undefined ? [] : [...go.packagePath.split('/'), ...go.qualifiers, go.name];
}
