import * as vscode from 'vscode';
import type { Placement } from '../shared/placement.ts';
import { isFileLevel } from '../source/fileLevel.ts';

/** Sure where nothing else is said. */
type LabelledPlace = Pick<Placement, 'location'> & Partial<Pick<Placement, 'confidence'>>;

/** As rows show a place: `charge.ts:19`, or `charge.ts` where no line is known. */
export function shortLabel(placement: LabelledPlace): string {
  return labelOf(placement.location.path.split(/[\\/]/).at(-1) ?? '', placement);
}

/** As tooltips and the side panel show it, relative to the workspace folder: `payments/src/charge.ts:19`. */
export function longLabel(placement: LabelledPlace): string {
  return labelOf(vscode.workspace.asRelativePath(placement.location.path), placement);
}

function labelOf(path: string, placement: LabelledPlace): string {
  const { location, confidence = 'exact' } = placement;
  return isFileLevel({ location, confidence }) ? path : `${path}:${location.line}`;
}
