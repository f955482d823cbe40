import * as vscode from 'vscode';
import { DisposableSlot, DisposableStore } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/event.ts';
import { NodeFiles } from '../nodeFiles.ts';
import { type FilesChange, isSourceFile, type WorkspaceFiles } from '../workspaceFiles.ts';

/** Changes come in bursts: a save is three events, a checkout thousands. Milliseconds. */
const settleMillis = 100;

/** After the last key: nobody looks at figures while typing, and half a word is no name. Milliseconds. */
const editMillis = 300;

/** The files of the open folders: indexed once, kept up by VS Code's watcher, unsaved text before saved text. */
export class VscodeFiles implements WorkspaceFiles {
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<FilesChange>());
  readonly onDidChange = this.#changes.event;
  readonly #edits = this.#owned.register(new Emitter<string>());
  readonly onDidEdit = this.#edits.event;
  readonly #editTimers = new Map<string, NodeJS.Timeout>();
  readonly #node = this.#owned.register(new DisposableSlot<NodeFiles>());
  readonly #changed = new Set<string>();
  readonly #onError: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #files: NodeFiles;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#files = this.#open();
    const watcher = this.#owned.register(vscode.workspace.createFileSystemWatcher('**/*'));
    watcher.onDidCreate((uri) => this.#note(uri));
    watcher.onDidChange((uri) => this.#note(uri));
    watcher.onDidDelete((uri) => this.#note(uri));
    this.#owned.register(
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#noteEdit(document)),
    );
    // What was not saved is gone.
    this.#owned.register(vscode.workspace.onDidCloseTextDocument((document) => this.#noteEdit(document)));
    this.#owned.register(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#files = this.#open();
        this.#changes.fire({ paths: undefined });
      }),
    );
    this.#owned.defer(() => clearTimeout(this.#timer));
    this.#owned.defer(() => this.#editTimers.forEach(clearTimeout));
  }

  get folders(): readonly string[] {
    return this.#files.folders;
  }

  get ignoresCase(): boolean {
    return this.#files.ignoresCase;
  }

  get leftOut(): string | undefined {
    return this.#files.leftOut;
  }

  named(basename: string): Promise<readonly string[]> {
    return this.#files.named(basename);
  }

  realPath(path: string): Promise<string | undefined> {
    return this.#files.realPath(path);
  }

  entries(folder: string): Promise<readonly string[]> {
    return this.#files.entries(folder);
  }

  async readText(path: string, maxBytes?: number): Promise<string | undefined> {
    return this.unsavedText(path) ?? (await this.#files.readText(path, maxBytes));
  }

  sourceFiles(): Promise<readonly string[]> {
    return this.#files.sourceFiles();
  }

  covers(path: string): boolean {
    return this.#files.covers(path);
  }

  unsavedText(path: string): string | undefined {
    const open = vscode.workspace.textDocuments.find(
      ({ uri, isDirty }) => isDirty && uri.scheme === 'file' && uri.fsPath === path,
    );
    return open?.getText();
  }

  stamp(path: string): Promise<string | undefined> {
    return this.#files.stamp(path);
  }

  containing(word: string): Promise<readonly string[]> {
    return this.#files.containing(word);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Folders of virtual file systems have no programs that run in them. */
  #open(): NodeFiles {
    const folders = (vscode.workspace.workspaceFolders ?? [])
      .filter(({ uri }) => uri.scheme === 'file')
      .map(({ uri }) => uri.fsPath);
    const files = new NodeFiles({ folders });
    files.onDidChange((change) => this.#changes.fire(change));
    this.#node.value = files;
    return files;
  }

  #noteEdit({ uri }: vscode.TextDocument): void {
    if (uri.scheme !== 'file' || !isSourceFile(uri.fsPath)) return;
    clearTimeout(this.#editTimers.get(uri.fsPath));
    const tell = (): void => {
      this.#editTimers.delete(uri.fsPath);
      this.#edits.fire(uri.fsPath);
    };
    this.#editTimers.set(uri.fsPath, setTimeout(tell, editMillis));
  }

  #note(uri: vscode.Uri): void {
    if (uri.scheme !== 'file') return;
    this.#changed.add(uri.fsPath);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const paths = [...this.#changed];
      this.#changed.clear();
      this.#files.update(paths).catch(this.#onError);
    }, settleMillis);
  }
}
