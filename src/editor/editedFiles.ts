import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { Emitter } from '../shared/event.ts';
import type { SiteId } from '../shared/ids.ts';
import type { Timer } from '../shared/throttle.ts';
import type { ShiftedLine, TextChange } from '../source/lineShift.ts';
import { EditLog } from './editLog.ts';

/** An edit is told before the document is said to be dirty; after this long it is known whether it was one. */
const dirtyMillis = 300;

/** The edits of the files that are shown with latency. */
export class EditedFiles implements Disposable {
  readonly #timer: Timer;
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<void>());
  readonly #logs = new Map<string, EditLog>();

  /** Lines moved. */
  readonly onDidChange = this.#changes.event;

  constructor(timer: Timer) {
    this.#timer = timer;
    const { workspace } = vscode;
    this.#owned.register(workspace.onDidChangeTextDocument((event) => this.#edited(event)));
    // What was not saved is gone.
    this.#owned.register(workspace.onDidCloseTextDocument((document) => this.#logOf(document)?.revert()));
  }

  shift(path: string, site: SiteId, line: number, byText: boolean): ShiftedLine {
    return this.#logs.get(path)?.shift(site, line, byText) ?? { line, stale: false };
  }

  /** Keeps account of a file's edits from now on. */
  follow(path: string): void {
    if (this.#logs.has(path)) return;
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === path);
    if (document === undefined) return;
    this.#logs.set(path, new EditLog(document.isDirty ? undefined : document.getText()));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const log = this.#logOf(document);
    if (log === undefined) return;
    log.record(contentChanges.map(textChange));
    if (contentChanges.length === 0) this.#settle(document, log);
    else if (!document.isDirty) this.#timer.after(dirtyMillis, () => this.#settle(document, log));
    this.#changes.fire();
  }

  /** Saved, undone, or read again because the file changed on disk: the editor shows what is on disk. */
  #settle(document: vscode.TextDocument, log: EditLog): void {
    if (!document.isDirty && !document.isClosed) log.settle(document.getText());
  }

  #logOf({ uri }: vscode.TextDocument): EditLog | undefined {
    return uri.scheme === 'file' ? this.#logs.get(uri.fsPath) : undefined;
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
