import * as vscode from 'vscode';
import { UserError } from '../shared/userError.ts';

/** Opens a URL from a span, after the user has seen where it leads; VS Code asks for sites it does not trust. */
export async function openUrl(url: string): Promise<void> {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UserError(vscode.l10n.t('Only http and https addresses can be opened.'));
  }
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}
