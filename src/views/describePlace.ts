import * as vscode from 'vscode';
import type { CodeLocation, Placement } from '../shared/placement.ts';
import type { SpanPlacement } from '../shared/spanProtocol.ts';
import { placeKind } from '../source/placeKind.ts';
import { longLabel } from './placeLabel.ts';

/** A placement with its label and the text of its line, unsaved edits included. */
export async function describePlace(placement: Placement): Promise<SpanPlacement> {
  const kind = placeKind(placement);
  const text = kind === 'file' ? '' : await lineText(placement.location);
  return { ...placement, kind, label: longLabel(placement), text };
}

async function lineText(location: CodeLocation): Promise<string> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(location.path));
    return document.lineAt(location.line - 1).text.trim();
  } catch {
    // Gone, binary, or shorter than it was: the panel then shows the place without its text.
    return '';
  }
}
