import { chunkBits, meta, noRow, rowMask, rowsPerChunk, SpanChunk } from './spanChunk.ts';

/** Rows in chunks. A chunk whose rows have all died is given back, and its numbers are dealt again. */
export class SpanRows {
  readonly #chunks: (SpanChunk | undefined)[] = [];
  readonly #freeNumbers: number[] = [];
  #open = -1;
  #chunkCount = 0;

  get bytes(): number {
    return this.#chunkCount * SpanChunk.bytes;
  }

  /** The chunk of a row that was allocated and not given back. */
  chunk(row: number): SpanChunk {
    return this.#chunks[row >>> chunkBits] as SpanChunk;
  }

  /** Whether a row that was once allocated holds a span. */
  isLive(row: number): boolean {
    const chunk = this.#chunks[row >>> chunkBits];
    return chunk !== undefined && ((chunk.meta[row & rowMask] as number) & meta.dead) === 0;
  }

  /** A new row, whose columns are the caller's to fill. */
  allocate(): number {
    let chunk = this.#open < 0 ? undefined : this.#chunks[this.#open];
    if (chunk === undefined || chunk.used === rowsPerChunk) chunk = this.#openChunk();
    const place = chunk.used++;
    chunk.live++;
    return ((this.#open << chunkBits) | place) >>> 0;
  }

  release(row: number): void {
    const number = row >>> chunkBits;
    const chunk = this.#chunks[number] as SpanChunk;
    const place = row & rowMask;
    chunk.meta[place] = meta.dead;
    chunk.live--;
    if (chunk.live > 0 || chunk.used < rowsPerChunk) return;
    this.#chunks[number] = undefined;
    this.#freeNumbers.push(number);
    this.#chunkCount--;
  }

  /** Calls for each chunk that exists, with the row of its first place. */
  forEachChunk(visit: (chunk: SpanChunk, firstRow: number) => void): void {
    for (const [number, chunk] of this.#chunks.entries()) {
      if (chunk !== undefined) visit(chunk, (number << chunkBits) >>> 0);
    }
  }

  /** The row that `next` of this row points at, or `noRow`. */
  next(row: number): number {
    return row === noRow ? noRow : (this.chunk(row).next[row & rowMask] as number);
  }

  #openChunk(): SpanChunk {
    const number = this.#freeNumbers.pop() ?? this.#chunks.length;
    const chunk = new SpanChunk();
    this.#chunks[number] = chunk;
    this.#open = number;
    this.#chunkCount++;
    return chunk;
  }
}
