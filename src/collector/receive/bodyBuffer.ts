import { giveBackMemory } from '../giveBackMemory.ts';
import type { ByteSource } from '../store/gatherBuffer.ts';
import type { ReceiveBudget } from './receiveBudget.ts';
import { maxBodyBytes, TooLargeError } from './tooLargeError.ts';

/**
 * Gathers the chunks of one body; throws `TooLargeError` as soon as there are too many bytes, and a
 * `RefusedError` when all bodies together take too much. Whoever makes one releases it.
 */
export class BodyBuffer implements ByteSource {
  readonly #budget: ReceiveBudget;
  readonly #chunks: Uint8Array[] = [];
  #length = 0;
  #skipped = 0;

  constructor(budget: ReceiveBudget) {
    this.#budget = budget;
  }

  add(chunk: Uint8Array): void {
    if (this.#length + chunk.length > maxBodyBytes + messageHeadBytes) throw new TooLargeError();
    this.#budget.take(chunk.length + chunkBytes);
    this.#length += chunk.length;
    this.#chunks.push(chunk);
  }

  /** Forgets the bytes, which must not be looked at any more. */
  release(): void {
    this.#budget.giveBack(this.#length + chunkBytes * this.#chunks.length);
    this.#length = 0;
    this.#skipped = 0;
    // A chunk that shares its memory with others is not the whole of it.
    for (const chunk of this.#chunks) {
      if (chunk.byteLength === chunk.buffer.byteLength) giveBackMemory(chunk);
    }
    this.#chunks.length = 0;
  }

  get length(): number {
    return this.#length - this.#skipped;
  }

  /** From now on the body begins `count` bytes later. */
  skip(count: number): void {
    this.#skipped = Math.min(this.#length, this.#skipped + count);
  }

  copyTo(target: Uint8Array, place: number): void {
    let at = place - this.#skipped;
    for (const chunk of this.#chunks) {
      if (at >= place) target.set(chunk, at);
      else if (at + chunk.length > place) target.set(chunk.subarray(place - at), place);
      at += chunk.length;
    }
  }

  /** The body in a buffer of its own. */
  toBytes(): Uint8Array<ArrayBuffer> {
    const body = new Uint8Array(this.length);
    this.copyTo(body, 0);
    return body;
  }

  /** The first bytes, for a head that says how to read the rest. */
  peek(count: number): Uint8Array {
    const head = new Uint8Array(Math.min(count, this.#length));
    let at = 0;
    for (const chunk of this.#chunks) {
      if (at >= head.length) break;
      const part = chunk.subarray(0, head.length - at);
      head.set(part, at);
      at += part.length;
    }
    return head;
  }
}

/** A gRPC message has five bytes before it. */
const messageHeadBytes = 5;
/** What a chunk takes besides its bytes: a body may come one byte at a time. */
const chunkBytes = 128;
