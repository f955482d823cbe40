import * as vscode from 'vscode';
import type { CodeLocation } from '../shared/placement.ts';

/** As rows show a place: `charge.ts:19`. */
export function shortLabel(location: CodeLocation): string {
  return `${location.path.split(/[\\/]/).at(-1)}:${location.line}`;
}

/** As tooltips and the side panel show it: `payments/src/charge.ts:19`, relative to the workspace folder. */
export function longLabel(location: CodeLocation): string {
  return `${vscode.workspace.asRelativePath(location.path)}:${location.line}`;
}
