import type { Placement } from '../shared/placement.ts';

/** Whether a placement says no more than which file it is. */
export function isFileLevel({ location, confidence }: Pick<Placement, 'location' | 'confidence'>): boolean {
  return confidence === 'low' && location.line === 1 && location.column === undefined;
}
