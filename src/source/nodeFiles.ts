import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Emitter, type Event } from '../shared/event.ts';
import { FileIndex } from './fileIndex.ts';
import { segmentsOf } from './sourcePath.ts';
import { isIgnoredFolder, walkFiles } from './walkFiles.ts';
import { WordIndex } from './wordIndex.ts';
import { type FilesChange, isSourceFile, maxTextBytes, type WorkspaceFiles } from './workspaceFiles.ts';

interface Options {
  /** Absolute. */
  readonly folders: readonly string[];
  /** Files beyond this are left out of the index, and `leftOut` says so. */
  readonly maxFiles?: number;
  readonly ignoresCase?: boolean;
}

/** The user's files by Node alone. The folders are walked once, when a name is first asked for. */
export class NodeFiles implements WorkspaceFiles {
  readonly folders: readonly string[];
  readonly ignoresCase: boolean;
  readonly #maxFiles: number;
  readonly #changes = new Emitter<FilesChange>();
  readonly onDidChange = this.#changes.event;
  /** Without an editor everything is as it is on disk. */
  readonly onDidEdit: Event<string> = () => ({ dispose: () => undefined });
  readonly #words = new WordIndex({
    sourceFiles: () => this.sourceFiles(),
    readText: (path) => this.readText(path),
  });
  #index: Promise<FileIndex> | undefined;
  #leftOut: string | undefined;

  constructor({ folders, maxFiles = 100_000, ignoresCase = onCaselessPlatform() }: Options) {
    this.folders = folders;
    this.ignoresCase = ignoresCase;
    this.#maxFiles = maxFiles;
  }

  get leftOut(): string | undefined {
    return this.#leftOut;
  }

  async named(basename: string): Promise<readonly string[]> {
    return (await this.#indexed()).named(basename);
  }

  async realPath(path: string): Promise<string | undefined> {
    try {
      return await realpath(path);
    } catch {
      // Missing and unreadable are the same to who asks: there is nothing to point at.
      return undefined;
    }
  }

  async entries(folder: string): Promise<readonly string[]> {
    try {
      const found = await readdir(folder, { withFileTypes: true });
      return found.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
    } catch {
      // Missing, a file, or not readable for us: nothing lies in it.
      return [];
    }
  }

  async readText(path: string, maxBytes = maxTextBytes): Promise<string | undefined> {
    try {
      const { size } = await stat(path);
      if (size > maxBytes) return undefined;
      const bytes = await readFile(path);
      return isBinary(bytes) ? undefined : bytes.toString('utf8');
    } catch {
      // Missing, a folder, or not readable for us: no text to look at.
      return undefined;
    }
  }

  async stamp(path: string): Promise<string | undefined> {
    try {
      const { mtimeMs, size } = await stat(path);
      return `${mtimeMs} ${size}`;
    } catch {
      // Missing, or not readable for us.
      return undefined;
    }
  }

  containing(word: string): Promise<readonly string[]> {
    return this.#words.containing(word);
  }

  async sourceFiles(): Promise<readonly string[]> {
    return [...(await this.#indexed()).paths()].filter(isSourceFile);
  }

  unsavedText(): undefined {
    return undefined;
  }

  covers(path: string): boolean {
    const segments = segmentsOf(path);
    return this.folders.some((folder) => {
      const start = segmentsOf(folder);
      return (
        start.every((segment, index) => segment === segments[index]) &&
        !segments.slice(start.length, -1).some(isIgnoredFolder)
      );
    });
  }

  /** Forgets what was read; the next question walks the folders again. */
  async refresh(): Promise<void> {
    this.#index = undefined;
    await this.#words.update();
    this.#changes.fire({ paths: undefined });
  }

  /** Takes in files that were created, deleted or saved, without walking the folders. */
  async update(paths: readonly string[]): Promise<void> {
    const affected = [...paths, ...(await this.#updateIndex(paths))];
    await this.#words.update(affected.filter((path) => isSourceFile(path) && this.covers(path)));
    this.#changes.fire({ paths: affected });
  }

  dispose(): void {
    this.#changes.dispose();
  }

  /** Answers with the files of the folders among the paths, which came or went with them. */
  async #updateIndex(paths: readonly string[]): Promise<readonly string[]> {
    if (this.#index === undefined) return [];
    const index = await this.#index;
    const inFolders: string[] = [];
    const gone = new Set<string>();
    for (const path of paths) {
      if (!this.covers(path)) continue;
      const kind = await kindOf(path);
      if (kind === 'file') this.#add(index, path);
      else if (kind === undefined && !index.delete(path)) gone.add(path);
      if (kind !== 'folder') continue;
      await walkFiles(path, (file) => inFolders.push(file) > 0 && this.#add(index, file));
    }
    // Of a deleted folder only the folder is told.
    return [...inFolders, ...index.deleteBelow(gone)];
  }

  #indexed(): Promise<FileIndex> {
    this.#index ??= this.#walk();
    return this.#index;
  }

  async #walk(): Promise<FileIndex> {
    const index = new FileIndex(this.ignoresCase);
    this.#leftOut = undefined;
    for (const folder of this.folders) await walkFiles(folder, (path) => this.#add(index, path));
    return index;
  }

  #add(index: FileIndex, path: string): boolean {
    if (index.size < this.#maxFiles) {
      index.add(path);
      return true;
    }
    const count = this.#maxFiles.toLocaleString('en');
    this.#leftOut = `Only the first ${count} files were indexed; open fewer or smaller folders to cover the rest.`;
    return false;
  }
}

/** The file systems that Windows and macOS come with take `A.ts` and `a.ts` for one. */
function onCaselessPlatform(): boolean {
  return process.platform === 'win32' || process.platform === 'darwin';
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await lstat(path);
    if (found.isFile()) return 'file';
    return found.isDirectory() && !isIgnoredFolder(basename(path)) ? 'folder' : undefined;
  } catch {
    // Deleted, which is one of the things a change can mean.
    return undefined;
  }
}

/** As Git decides it: a NUL among the first 8,000 bytes. */
function isBinary(bytes: Uint8Array): boolean {
  const nul = bytes.indexOf(0);
  return nul >= 0 && nul < 8000;
}
