import * as vscode from 'vscode';
import type { CodeLocation } from '../shared/placement.ts';
import { UserError } from '../shared/userError.ts';

export interface OpenCodeOptions {
  /** Column of the view that asks, so that the code opens in another one. */
  readonly from?: vscode.ViewColumn | undefined;
  /** Leaves the keyboard where it is. */
  readonly preserveFocus?: boolean;
}

/** Shows a line: beside the view that asks, in the column that already shows code if there is one. */
export async function openCode(location: CodeLocation, options: OpenCodeOptions = {}): Promise<void> {
  const line = Math.max(0, location.line - 1);
  const column = Math.max(0, (location.column ?? 1) - 1);
  const position = new vscode.Position(line, column);
  try {
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(location.path), {
      viewColumn: codeColumn(options.from),
      preserveFocus: options.preserveFocus ?? false,
      selection: new vscode.Range(position, position),
    });
    // In a narrow column a caret far to the right would scroll the beginning of the line out of view.
    const start = position.with({ character: 0 });
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } catch {
    throw new UserError(vscode.l10n.t('{0} cannot be opened. Was it moved or deleted since?', location.path));
  }
}

function codeColumn(from: vscode.ViewColumn | undefined): vscode.ViewColumn {
  if (from === undefined) return vscode.ViewColumn.Active;
  const others = vscode.window.tabGroups.all.filter((group) => group.viewColumn !== from);
  const withCode = others.find((group) => group.activeTab?.input instanceof vscode.TabInputText);
  return (withCode ?? others[0])?.viewColumn ?? vscode.ViewColumn.Beside;
}
