import { closeSync, openSync, readSync } from 'node:fs';
import { maxParsedCharacters } from '../workspaceFiles.ts';

/** A file's text, decoded only as far as it is needed. */
export interface SourceText {
  /** Everything in ASCII is right, each byte of anything else is a letter: quick to make, and good to search. */
  readonly rough: string;
  whole(): string;
}

/**
 * Reads source files without waiting for the event loop, which on a thread of its own costs a third of reading them with
 * promises. One buffer serves all files, so that a text must be taken before the next one is read.
 */
export class SourceReader {
  readonly #buffer = Buffer.allocUnsafe(maxParsedCharacters + 1);

  /** `undefined` for what is missing, not readable, binary, or larger than what is parsed. */
  read(path: string, unsaved?: string): SourceText | undefined {
    if (unsaved !== undefined) return unsavedSource(unsaved);
    const length = this.#fill(path);
    if (length === undefined || length > maxParsedCharacters) return undefined;
    const bytes = this.#buffer.subarray(0, length);
    const nul = bytes.indexOf(0);
    if (nul >= 0 && nul < 8000) return undefined;
    return { rough: bytes.toString('latin1'), whole: () => bytes.toString('utf8') };
  }

  /** How many bytes were read; `undefined` for what cannot be. */
  #fill(path: string): number | undefined {
    let file: number | undefined;
    try {
      file = openSync(path, 'r');
      let length = 0;
      for (let count = -1; count !== 0 && length < this.#buffer.length; length += count) {
        count = readSync(file, this.#buffer, length, this.#buffer.length - length, null);
      }
      return length;
    } catch {
      // Gone since it was listed, a folder, or not readable for us: it says nothing.
      return undefined;
    } finally {
      if (file !== undefined) closeSync(file);
    }
  }
}

function unsavedSource(text: string): SourceText | undefined {
  return text.length > maxParsedCharacters ? undefined : { rough: text, whole: () => text };
}
