import { ByteInterner } from './byteInterner.ts';
import type { SpanRows } from './spanRows.ts';

/** Bytes that the 120 characters of a note take at most. */
const noteBytes = 4 * 120;
/** Beyond so many different ones, those of traces that nobody looks at any more are forgotten with the rest. */
const mostTexts = 500_000;

/** The notes of the spans that somebody has looked at, so that a growing trace is not read anew each time. */
export class NoteTexts {
  texts = new ByteInterner(noteBytes);
  readonly #most: number;

  constructor(most = mostTexts) {
    this.#most = most;
  }

  get bytes(): number {
    return this.texts.bytes;
  }

  /** Forgets all when there are too many. To be called between answers, since numbers change their meaning. */
  keepBounded(rows: SpanRows): void {
    if (this.texts.count <= this.#most) return;
    this.texts = new ByteInterner(noteBytes);
    rows.forEachChunk((chunk) => chunk.note.fill(0));
  }
}
