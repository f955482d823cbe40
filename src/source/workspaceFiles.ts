import type { Disposable } from '../shared/disposable.ts';
import type { Event } from '../shared/event.ts';
import { languageOf } from './syntax/language.ts';

/** What rungs may ask about the user's files. Paths are absolute, in this machine's form. */
export interface FileReader {
  readonly folders: readonly string[];
  /** Whether `A.ts` and `a.ts` are one file here. */
  readonly ignoresCase: boolean;
  /** Every indexed file of that name: no libraries, no build output. */
  named(basename: string): Promise<readonly string[]>;
  /** Where a file or folder really is, links followed; `undefined` where there is none. */
  realPath(path: string): Promise<string | undefined>;
  /** Names of what lies in a folder, sorted, indexed or not; those of folders end with `/`. Empty for what is none. */
  entries(folder: string): Promise<readonly string[]>;
  /** `undefined` for what is missing, binary, or larger than `maxBytes`, which is `maxTextBytes` unless it is given. */
  readText(path: string, maxBytes?: number): Promise<string | undefined>;
  /** Another text whenever the file was written, for what is costly to make anew; `undefined` where there is none. */
  stamp(path: string): Promise<string | undefined>;
  /** Indexed source files whose text contains the word; found by text alone, so a comment counts. */
  containing(word: string): Promise<readonly string[]>;
}

/** The files of the folders that the user opened. */
export interface WorkspaceFiles extends FileReader, Disposable {
  readonly onDidChange: Event<FilesChange>;
  /** Every indexed file of a language that the syntax index understands. */
  sourceFiles(): Promise<readonly string[]>;
  /** Whether the path lies in the folders, and in none that the index leaves out. */
  covers(path: string): boolean;
  /** The file's text where an editor has another one than the disk. */
  unsavedText(path: string): string | undefined;
  /** The path's unsaved text came, changed or went, and has been left alone for a moment since. */
  readonly onDidEdit: Event<string>;
  /** What is left out of the index, as a sentence; `undefined` when nothing is. */
  readonly leftOut: string | undefined;
}

/** Paths that were created, deleted or saved; `undefined` when anything may have changed. */
export interface FilesChange {
  readonly paths: readonly string[] | undefined;
}

/** A text larger than this is generated or data, and reading it would be felt. */
export const maxTextBytes = 8 * 1024 * 1024;

/** Minified code: nobody wrote it, and parsing it would block for longer than a file may. */
export const maxParsedCharacters = 1024 * 1024;

/** Whether the syntax index understands the file, by its name. */
export function isSourceFile(path: string): boolean {
  return languageOf(path) !== undefined;
}
