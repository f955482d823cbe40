import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import type { SiteId } from '../shared/ids.ts';
import type { ShiftedLine, TextChange } from '../source/lineShift.ts';
import { EditLog } from './editLog.ts';

/** The edits of all files, as long as their documents are open. */
export class EditedFiles implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());
  readonly #logs = new Map<string, EditLog>();

  /** Lines moved. */
  readonly onDidChange = this.#changes.event;

  constructor() {
    const { workspace } = vscode;
    this.#owned.register(workspace.onDidChangeTextDocument((event) => this.#edited(event)));
    this.#owned.register(
      workspace.onDidSaveTextDocument((document) => this.#logs.get(document.uri.fsPath)?.save()),
    );
  }

  shift(path: string, site: SiteId, line: number, byText: boolean): ShiftedLine {
    return this.#logs.get(path)?.shift(site, line, byText) ?? { line, stale: false };
  }

  /** Keeps account of a file's edits from now on. */
  follow(path: string): void {
    if (!this.#logs.has(path)) this.#logs.set(path, new EditLog());
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const log = this.#logs.get(document.uri.fsPath);
    if (log === undefined || document.uri.scheme !== 'file') return;
    if (document.isDirty) log.record(contentChanges.map(textChange));
    else log.revert();
    this.#changes.fire();
  }
}

function textChange({ range, text }: vscode.TextDocumentContentChangeEvent): TextChange {
  return {
    startLine: range.start.line + 1,
    startCharacter: range.start.character,
    endLine: range.end.line + 1,
    endCharacter: range.end.character,
    text,
  };
}
