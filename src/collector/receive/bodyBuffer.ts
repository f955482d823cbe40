import { maxBodyBytes, TooLargeError } from './inflate.ts';

/** Gathers the chunks of one body; throws `TooLargeError` as soon as there are too many bytes. */
export class BodyBuffer {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  add(chunk: Uint8Array): void {
    this.#length += chunk.length;
    if (this.#length > maxBodyBytes + messageHeadBytes) throw new TooLargeError();
    this.#chunks.push(chunk);
  }

  /** The body without its first `skip` bytes, in a buffer of its own. */
  take(skip = 0): Uint8Array<ArrayBuffer> {
    const body = new Uint8Array(Math.max(0, this.#length - skip));
    let at = -skip;
    for (const chunk of this.#chunks) {
      if (at >= 0) body.set(chunk, at);
      else if (at + chunk.length > 0) body.set(chunk.subarray(-at), 0);
      at += chunk.length;
    }
    this.#chunks.length = 0;
    return body;
  }

  get length(): number {
    return this.#length;
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
