import * as vscode from 'vscode';
import { escapeIcons, oneLine } from '../shared/oneLine.ts';
import type { CodeLocation, Placement } from '../shared/placement.ts';
import { describePlace } from './describePlace.ts';
import { gap } from './traceRow.ts';

/** What the user said of where spans come from. */
export type PlaceChoice =
  | { readonly kind: 'line'; readonly location: CodeLocation }
  /** The line that the caret is on. */
  | { readonly kind: 'caret' }
  /** Whatever is surest. */
  | { readonly kind: 'best' };

type PlacePick = vscode.QuickPickItem & { readonly choice?: PlaceChoice };

/** Lets the user choose one of the places, the line of the caret, or the surest; `undefined` for none. */
export async function pickPlace(
  name: string,
  placements: readonly Placement[],
): Promise<PlaceChoice | undefined> {
  const places = await Promise.all(placements.map(placeItem));
  const { t } = vscode.l10n;
  const others: readonly PlacePick[] = [
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: `$(edit) ${t('The Line of the Caret')}`, choice: { kind: 'caret' } },
    { label: `$(sparkle) ${t('Whatever Is Surest')}`, choice: { kind: 'best' } },
  ];
  const picked = await vscode.window.showQuickPick([...places, ...others], {
    title: t('Where does "{0}" come from?', escapeIcons(oneLine(name))),
    placeHolder: t('Choose a line; it is remembered for all spans of this kind'),
    matchOnDetail: true,
    matchOnDescription: true,
  });
  return picked?.choice;
}

async function placeItem(placement: Placement): Promise<PlacePick> {
  const { label, text, evidence, confidence } = await describePlace(placement);
  return {
    label,
    description: [evidence, confidence].map((part) => escapeIcons(oneLine(part))).join(gap),
    detail: escapeIcons(oneLine(text)),
    choice: { kind: 'line', location: placement.location },
  };
}
