import type { Signal } from '../store/blockFile.ts';

/** A block that is to be sent. */
export interface QueuedRow {
  readonly rowId: number;
  readonly signal: Signal;
  /** Uncompressed. */
  readonly bytes: number;
  readonly spans: number;
  /** Milliseconds of a clock that never goes back; −∞ for what was there when the collector started. */
  readonly committedAt: number;
}

/** Numbers of a row. */
const width = 5;

/** Blocks in the order in which they came, packed: small requests make many blocks. */
export class RowQueue {
  #numbers = new Float64Array(64 * width);
  #start = 0;
  #end = 0;
  /** Of all blocks, uncompressed. */
  bytes = 0;

  get length(): number {
    return (this.#end - this.#start) / width;
  }

  get first(): QueuedRow | undefined {
    if (this.#start === this.#end) return undefined;
    const [rowId = 0, signal, bytes = 0, spans = 0, committedAt = 0] = this.#numbers.subarray(
      this.#start,
      this.#start + width,
    );
    return { rowId, signal: signal as Signal, bytes, spans, committedAt };
  }

  push({ rowId, signal, bytes, spans, committedAt }: QueuedRow): void {
    if (this.#end === this.#numbers.length) this.#makeRoom();
    this.#numbers.set([rowId, signal, bytes, spans, committedAt], this.#end);
    this.#end += width;
    this.bytes += bytes;
  }

  shift(): QueuedRow | undefined {
    const row = this.first;
    if (row === undefined) return undefined;
    this.#start += width;
    this.bytes -= row.bytes;
    return row;
  }

  /** Moves all to the front, with twice as much room where that is not enough. */
  #makeRoom(): void {
    const used = this.#end - this.#start;
    const isFull = 2 * used > this.#numbers.length;
    const numbers = isFull ? new Float64Array(2 * this.#numbers.length) : this.#numbers;
    numbers.set(this.#numbers.subarray(this.#start, this.#end));
    this.#numbers = numbers;
    this.#start = 0;
    this.#end = used;
  }
}
