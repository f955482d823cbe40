import * as vscode from 'vscode';
import { escapeIcons, oneLine } from '../shared/oneLine.ts';
import type { CodeLocation, Placement } from '../shared/placement.ts';
import { describePlace } from './describePlace.ts';
import { longLabel } from './placeLabel.ts';
import { gap } from './traceRow.ts';

/** What the user said of where spans come from. */
export type PlaceChoice =
  | { readonly kind: 'line'; readonly location: CodeLocation }
  /** The line that the caret is on, in whichever file is open. */
  | { readonly kind: 'caret'; readonly location: CodeLocation | undefined }
  /** No choice any more: whatever is surest. */
  | { readonly kind: 'forget' };

type PlacePick = vscode.QuickPickItem & { readonly choice?: PlaceChoice };

/** Lets the user choose one of the places, the line of the caret, or to choose none any more. */
export async function pickPlace(
  name: string,
  placements: readonly Placement[],
): Promise<PlaceChoice | undefined> {
  const places = await Promise.all(placements.map(placeItem));
  const { t } = vscode.l10n;
  const line: PlacePick = { label: '', kind: vscode.QuickPickItemKind.Separator };
  const forget = isChosen(placements) ? [forgetItem()] : [];
  const picked = await vscode.window.showQuickPick([...places, line, caretItem(), ...forget], {
    title: t('Where does "{0}" come from?', escapeIcons(oneLine(name))),
    placeHolder: t('Choose a line; it is remembered for all spans of this kind'),
    matchOnDetail: true,
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.choice;
}

function isChosen([first]: readonly Placement[]): boolean {
  return first?.rung === 'chosen';
}

async function placeItem(placement: Placement): Promise<PlacePick> {
  const { kind, label, text, evidence, confidence } = await describePlace(placement);
  const isTold = kind === 'caller' || isChosen([placement]);
  const sure = isTold ? [] : [vscode.l10n.t('{0} confidence', confidence)];
  return {
    label,
    description: [evidence, ...sure].map((part) => escapeIcons(oneLine(part))).join(gap),
    detail: escapeIcons(oneLine(text)),
    choice: { kind: 'line', location: placement.location },
  };
}

function caretItem(): PlacePick {
  const { t } = vscode.l10n;
  const location = caretLocation();
  return {
    label: `$(edit) ${t('The Line of the Caret')}`,
    description: location === undefined ? t('open its file first') : longLabel({ location }),
    choice: { kind: 'caret', location },
  };
}

function caretLocation(): CodeLocation | undefined {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined || editor.document.uri.scheme !== 'file') return undefined;
  return { path: editor.document.uri.fsPath, line: editor.selection.active.line + 1 };
}

function forgetItem(): PlacePick {
  const { t } = vscode.l10n;
  return {
    label: `$(discard) ${t('Forget the Choice')}`,
    description: t('and go by what the spans say'),
    choice: { kind: 'forget' },
  };
}
