import * as vscode from 'vscode';
import type { Placement } from '../shared/placement.ts';
import { isFileLevel } from '../source/fileLevel.ts';

/** As rows show a place: `charge.ts:19`, or `charge.ts` where no line is known. */
export function shortLabel(placement: Placement): string {
  return labelOf(placement.location.path.split(/[\\/]/).at(-1) ?? '', placement);
}

/** As tooltips and the side panel show it, relative to the workspace folder: `payments/src/charge.ts:19`. */
export function longLabel(placement: Placement): string {
  return labelOf(vscode.workspace.asRelativePath(placement.location.path), placement);
}

function labelOf(path: string, placement: Placement): string {
  return isFileLevel(placement) ? path : `${path}:${placement.location.line}`;
}
