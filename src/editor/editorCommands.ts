import * as vscode from 'vscode';
import type { SiteId } from '../shared/ids.ts';
import { commands } from '../shared/manifest.ts';
import type { CaretLine } from './caretLine.ts';
import type { FileSites, PlacedSite } from './placedSite.ts';

/** Shows spans of sites to choose from. */
export type ShowSiteSpans = (request: {
  readonly sites: readonly SiteId[];
  readonly failedOnly: boolean;
  /** Those of the sites that the line has only called. */
  readonly called: readonly SiteId[];
}) => Promise<void>;

/** Commands that start at the caret. */
export function editorCommands(
  caret: Pick<CaretLine, 'sites' | 'called'>,
  files: FileSites,
  showSpans: ShowSiteSpans,
): Record<string, () => Promise<void>> {
  return {
    [commands.showLineSpans]: async () => {
      const idOf = ({ site }: PlacedSite): SiteId => site.id;
      const sites = caret.sites().map(idOf);
      const called = caret.called().map(idOf);
      if (sites.length + called.length > 0)
        await showSpans({ sites: [...sites, ...called], called, failedOnly: false });
      else await sayNoSpans(files);
    },
    [commands.toggleInlineLatency]: toggleInlineLatency,
  };
}

async function sayNoSpans(files: FileSites): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const nearest = editor && nearestLine(editor, files);
  const sentence = vscode.l10n.t('No span has come from this line yet.');
  if (editor === undefined || nearest === undefined) {
    void vscode.window.showInformationMessage(sentence);
    return;
  }
  const go = vscode.l10n.t('Go to Line {0}', nearest);
  if ((await vscode.window.showInformationMessage(sentence, go)) === go) revealLine(editor, nearest);
}

function nearestLine(editor: vscode.TextEditor, files: FileSites): number | undefined {
  const caret = editor.selection.active.line + 1;
  const lines = files.inFile(editor.document.uri.fsPath).map((placed) => placed.line);
  return lines.sort((a, b) => Math.abs(a - caret) - Math.abs(b - caret))[0];
}

function revealLine(editor: vscode.TextEditor, line: number): void {
  const start = new vscode.Position(line - 1, 0);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Turns the setting where it is set: in the workspace if it says anything there, else for the user. */
async function toggleInlineLatency(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('spanline.inlineLatency');
  const inWorkspace = configuration.inspect('enabled')?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await configuration.update('enabled', !configuration.get('enabled', true), target);
}
