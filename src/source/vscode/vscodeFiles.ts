import * as vscode from 'vscode';
import { DisposableSlot, DisposableStore } from '../../shared/disposable.ts';
import { Emitter, type Event } from '../../shared/event.ts';
import { NodeFiles } from '../nodeFiles.ts';
import type { FilesChange, WorkspaceFiles } from '../workspaceFiles.ts';

/** Changes come in bursts: a save is three events, a checkout thousands. Milliseconds. */
const settleMillis = 100;

/**
 * The files of the open folders as they are saved: indexed once, kept up by VS Code's watcher. What runs was started
 * from saved text, and `EditedFiles` moves the lines that were found in it with every edit since; lines that were
 * found in unsaved text would be moved twice.
 */
export class VscodeFiles implements WorkspaceFiles {
  readonly #owned = new DisposableStore();
  readonly #changes = this.#owned.register(new Emitter<FilesChange>());
  readonly onDidChange = this.#changes.event;
  readonly onDidEdit: Event<string> = () => ({ dispose: () => undefined });
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
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#files = this.#open();
        this.#changes.fire({ paths: undefined });
      }),
    );
    this.#owned.defer(() => clearTimeout(this.#timer));
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

  readText(path: string, maxBytes?: number): Promise<string | undefined> {
    return this.#files.readText(path, maxBytes);
  }

  sourceFiles(): Promise<readonly string[]> {
    return this.#files.sourceFiles();
  }

  covers(path: string): boolean {
    return this.#files.covers(path);
  }

  unsavedText(): undefined {
    return undefined;
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
