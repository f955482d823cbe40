import type { ByteInterner } from '../store/byteInterner.ts';

/** Characters of a note. */
const noteLength = 120;

/** The one string table of an answer, filled with what its columns point at. */
export class StringTable {
  readonly strings: string[] = [''];
  readonly #texts: ByteInterner;
  /** By the store's number of a text; 0 where it has no entry yet. */
  readonly #locals: Uint32Array;
  readonly #notes: ByteInterner;
  readonly #localOfNote = new Map<number, number>([[0, 0]]);

  constructor(texts: ByteInterner, notes: ByteInterner) {
    this.#texts = texts;
    this.#notes = notes;
    this.#locals = new Uint32Array(texts.count);
  }

  local(id: number): number {
    const known = this.#locals[id] as number;
    if (known > 0 || id === 0) return known;
    const local = this.strings.push(this.#texts.text(id)) - 1;
    this.#locals[id] = local;
    return local;
  }

  note(id: number): number {
    const known = this.#localOfNote.get(id);
    if (known !== undefined) return known;
    const local = this.strings.push(cut(this.#notes.text(id))) - 1;
    this.#localOfNote.set(id, local);
    return local;
  }
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > noteLength ? `${line.slice(0, noteLength - 1)}…` : line;
}
