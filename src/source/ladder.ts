import { confidences, type Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import type { Rung } from './rung.ts';

/** A rung's answers, as they came. */
export interface RungAnswer {
  readonly rung: Rung;
  readonly placements: readonly Placement[];
}

/**
 * All answers, best first: the surest, then the higher rung. For kind SERVER what handles the request comes
 * before anything else, unless it is only a file. One line is listed once, with its best reason.
 */
export function rankPlacements(answers: readonly RungAnswer[], site: Site): readonly Placement[] {
  const ranked = answers.flatMap(({ rung, placements }) =>
    placements
      .map((placement) => (isMiddlewares(rung, site) ? createdAt(placement) : placement))
      .map((placement) => ({ placement, rank: rankOf(rung, placement, site) })),
  );
  // The sort is stable, so that equals stay in the ladder's order.
  ranked.sort((a, b) => a.rank - b.rank);
  return withoutRepeats(ranked.map(({ placement }) => placement));
}

/** One line is listed once, with its best reason. */
export function withoutRepeats(placements: readonly Placement[]): readonly Placement[] {
  const seen = new Set<string>();
  return placements.filter(({ location }) => {
    const key = `${location.line}:${location.path}`;
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

function rankOf(rung: Rung, { confidence }: Placement, site: Site): number {
  const handles = placesHandler(rung, site) && site.kind === 'server' && confidence !== 'low';
  return confidences.indexOf(confidence) - (handles ? confidences.length : 0);
}

function placesHandler({ placesHandler: places }: Rung, site: Site): boolean {
  return typeof places === 'function' ? places(site) : places === true;
}

/**
 * Spans of Rust's `tracing` say where they were made, which for requests is a middleware: one line for all routes
 * (tracing-opentelemetry, `location`).
 */
function isMiddlewares(rung: Rung, site: Site): boolean {
  const isTracing = site.evidence.target !== undefined || site.evidence['code.module.name'] !== undefined;
  return site.kind === 'server' && isTracing && !placesHandler(rung, site);
}

function createdAt(placement: Placement): Placement {
  const { confidence, evidence } = placement;
  const isSure = confidence === 'exact' || confidence === 'high';
  return { ...placement, confidence: isSure ? 'medium' : confidence, evidence: `created here; ${evidence}` };
}
