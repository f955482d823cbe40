import type { PlaceKind, Placement } from '../shared/placement.ts';
import { isFileLevel } from './fileLevel.ts';
import { ancestorRung } from './rungs/ancestorRung.ts';

/** What a placement says of its line, so that nobody takes a caller's line or a file for the span's own line. */
export function placeKind(placement: Placement): PlaceKind {
  if (placement.rung === ancestorRung.name) return 'caller';
  if (isFileLevel(placement)) return 'file';
  return placement.confidence === 'low' ? 'guess' : 'own';
}
