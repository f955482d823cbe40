import * as vscode from 'vscode';
import { commands, linkCommands } from '../shared/manifest.ts';
import { hoverText } from './hoverText.ts';
import type { FileSites } from './placedSite.ts';

/** The figures of a line on hover; what it says is decided in `hoverText`. */
export class LatencyHover implements vscode.HoverProvider {
  readonly #files: FileSites;

  constructor(files: FileSites) {
    this.#files = files;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const line = document.lineAt(position);
    if (position.character < line.firstNonWhitespaceCharacterIndex) return undefined;
    const content = this.#contentOf(document.uri.fsPath, position.line + 1);
    if (content === '') return undefined;
    const text = new vscode.MarkdownString(content, true);
    // Only these may be run from the hover, whatever a span's text says.
    text.isTrusted = {
      enabledCommands: [linkCommands.openSpan, linkCommands.showSiteSpans, commands.chooseLine],
    };
    return new vscode.Hover(text, codeRange(line));
  }

  #contentOf(path: string, line: number): string {
    const isHere = (one: { readonly line: number }): boolean => one.line === line;
    return hoverText({
      sites: this.#files.inFile(path).filter(isHere),
      called: this.#files.calledIn(path).filter(isHere),
      errors: this.#files.errorsIn(path).filter(isHere),
    });
  }
}

function codeRange(line: vscode.TextLine): vscode.Range {
  const start = new vscode.Position(line.lineNumber, line.firstNonWhitespaceCharacterIndex);
  return new vscode.Range(start, line.range.end);
}
