import * as vscode from 'vscode';
import type { Placement } from '../shared/placement.ts';
import { placeKind } from '../source/placeKind.ts';
import { type OpenCodeOptions, openCode } from './openCode.ts';

const saidMillis = 6000;

/** Shows where spans come from, and says so where it is not the line that they come from. */
export async function openPlacement(placement: Placement, options: OpenCodeOptions = {}): Promise<void> {
  await openCode(placement.location, options);
  const caution = cautionOf(placement);
  if (caution !== '') vscode.window.setStatusBarMessage(`$(info) ${caution}`, saidMillis);
}

function cautionOf(placement: Placement): string {
  const { t } = vscode.l10n;
  switch (placeKind(placement)) {
    case 'caller':
      return t('The span has no line of its own: it was called from here.');
    case 'file':
      return t('Only the file of the span is known, not its line.');
    case 'guess':
      return t('The span perhaps comes from here.');
    case 'own':
      return '';
  }
}
