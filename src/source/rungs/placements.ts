import { type Confidence, confidences, type Placement } from '../../shared/placement.ts';
import type { Definition } from '../definitionFinder.ts';

/** What an answer says besides where it is. */
export interface Reason {
  readonly rung: string;
  readonly confidence: Confidence;
  readonly evidence: string;
}

/** A line of a file, for a reason. */
export function placementAt(path: string, { line, column, endLine }: Start, reason: Reason): Placement {
  const end = endLine === undefined || endLine <= line ? {} : { endLine };
  return { location: { path, line, ...(column === undefined ? {} : { column }), ...end }, ...reason };
}

/** 1-based, all of them. */
interface Start {
  readonly line: number;
  readonly column?: number | undefined;
  readonly endLine?: number | undefined;
}

/** The name of a definition, for a reason. */
export function placementOf({ path, symbol }: Definition, reason: Reason): Placement {
  return placementAt(path, symbol, reason);
}

/** The less sure of two. */
export function lesser(a: Confidence, b: Confidence): Confidence {
  return confidences[Math.max(confidences.indexOf(a), confidences.indexOf(b))] ?? 'low';
}

/** More answers than these are no help to choose from. */
const maxChoices = 3;

/** One answer at its confidence; of a few that fit equally well each at low; of more none. */
export function oneOrChoices(placements: readonly Placement[]): readonly Placement[] {
  if (placements.length < 2) return placements;
  if (placements.length > maxChoices) return [];
  const evidence = `one of ${placements.length} that fit`;
  return placements.map((one) => ({ ...one, confidence: 'low', evidence: `${one.evidence}; ${evidence}` }));
}
