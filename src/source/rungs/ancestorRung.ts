import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { isFileLevel } from '../fileLevel.ts';
import type { Rung, RungContext } from '../rung.ts';

/**
 * The line of the nearest span above that has one: what was called from there. Never for kinds SERVER and
 * CONSUMER, which something else calls.
 */
export const ancestorRung: Rung = { name: 'called from', inherits: true, place };

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  if (site.kind === 'server' || site.kind === 'consumer') return [];
  const { ancestors } = await context.relatives();
  for (const chain of ancestors) {
    const found = await nearestPlace(chain, context);
    if (found !== undefined) return [found];
  }
  return [];
}

async function nearestPlace(
  chain: readonly Site[],
  { placesOf }: RungContext,
): Promise<Placement | undefined> {
  for (const ancestor of chain) {
    const [best] = await placesOf(ancestor);
    // A place that is one of several is no place to hang others on.
    if (best === undefined || isFileLevel(best) || best.confidence === 'low') continue;
    return {
      location: best.location,
      rung: ancestorRung.name,
      confidence: 'low',
      evidence: `called from ${ancestor.name}`,
    };
  }
  return undefined;
}
