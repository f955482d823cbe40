import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../shared/disposable.ts';
import { contextKeys } from '../shared/manifest.ts';
import type { Selection } from '../shared/selection.ts';
import { Throttle, type Timer } from '../shared/throttle.ts';
import { byImportance } from './lineAnnotations.ts';
import type { FileSites, PlacedSite } from './placedSite.ts';

const updateMillis = 150;

/** Knows the sites under the caret: for the context key of menus, and to offer the latest span to the panel. */
export class CaretLine implements Disposable {
  readonly #files: FileSites;
  readonly #selection: Pick<Selection, 'offer'>;
  readonly #owned = new DisposableStore();
  #hasSpans = false;

  constructor(files: FileSites, selection: Pick<Selection, 'offer'>, timer: Timer) {
    this.#files = files;
    this.#selection = selection;
    const update = this.#owned.register(new Throttle(timer, updateMillis, () => this.#update()));
    const request = (): void => update.request();
    this.#owned.register(files.onDidChange(request));
    this.#owned.register(vscode.window.onDidChangeActiveTextEditor(request));
    this.#owned.register(vscode.window.onDidChangeTextEditorSelection(request));
  }

  /** Sites on the line of the caret, the most important first. */
  sites(): readonly PlacedSite[] {
    return this.#atCaret((path) => this.#files.inFile(path));
  }

  /** Sites without a line of their own that the line of the caret called, the most important first. */
  called(): readonly PlacedSite[] {
    return this.#atCaret((path) => this.#files.calledIn(path));
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(): void {
    const sites = this.sites();
    this.#setHasSpans(sites.length > 0 || this.called().length > 0);
    const latest = sites[0]?.site.latest;
    if (latest !== undefined) this.#selection.offer(latest);
  }

  #atCaret(sitesOf: (path: string) => readonly PlacedSite[]): readonly PlacedSite[] {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined || editor.document.uri.scheme !== 'file') return [];
    const line = editor.selection.active.line + 1;
    return byImportance(sitesOf(editor.document.uri.fsPath).filter((placed) => placed.line === line));
  }

  #setHasSpans(hasSpans: boolean): void {
    if (hasSpans === this.#hasSpans) return;
    this.#hasSpans = hasSpans;
    void vscode.commands.executeCommand('setContext', contextKeys.lineHasSpans, hasSpans);
  }
}
