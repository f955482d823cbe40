import type { Confidence, Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { FactsCache } from '../factsCache.ts';
import { ImportTable } from '../importTable.ts';
import { isLibrarySite } from '../libraryScope.ts';
import { knownLength } from '../matchPattern.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import { type SpanCall, SpanCalls, scopeAgreement } from '../spanCalls.ts';
import { oneOrChoices, placementAt } from './placements.ts';

/** So much of a computed name makes it as good as one that is written out. */
const tellingLength = 6;

/** The span's name to the call, decorator or macro that gives it, where the tracer's scope is the span's. */
export class SpanNameRung implements Rung {
  readonly name = 'span name';
  readonly #calls = new FactsCache(
    async (facts, context) => new SpanCalls(facts, await ImportTable.of(facts, context)),
  );

  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    if (isLibrarySite(site) || site.name === '') return [];
    const calls = await this.#calls.of(context);
    const accepts = (call: SpanCall) =>
      mayBeWrittenIn(site, call.facts.language) && scopeAgreement(call, site) !== 'other';
    const literal = calls.literal(site.name).filter(accepts);
    const fitting = literal.length > 0 ? literal : calls.computed(site.name, accepts);
    const same = fitting.filter((call) => scopeAgreement(call, site) === 'same');
    const found = await preferService(same.length > 0 ? same : fitting, site, context);
    // The one call with the name is surer than a place that is known not to have it.
    const unnamed = site.evidence['spanline.code.unsure'] === 'named';
    const onlyNamed = unnamed && literal.length > 0 && found.length === 1;
    const confidence = confidenceOf(found, literal.length > 0, same.length > 0 || onlyNamed);
    const evidence =
      same.length > 0 ? 'the call that gives the name, with its scope' : 'the call that gives the name';
    return oneOrChoices(
      found.map(({ path, span }) => placementAt(path, span.place, { rung: this.name, confidence, evidence })),
    );
  }
}

function confidenceOf(found: readonly SpanCall[], literal: boolean, sameScope: boolean): Confidence {
  const telling = literal || found.every(({ span }) => knownLength(span.name) >= tellingLength);
  return sameScope && telling ? 'high' : 'medium';
}
