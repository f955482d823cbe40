/** Bytes that can be laid into a buffer. */
export interface ByteSource {
  readonly length: number;
  copyTo(target: Uint8Array, at: number): void;
}

/** An array as a source. */
export function sourceOf(bytes: Uint8Array): ByteSource {
  return { length: bytes.length, copyTo: (target, at) => target.set(bytes, at) };
}

const smallestBuffer = 1 << 20;
/** A buffer that one huge request made wider than this is not kept. */
const largestKept = 8 << 20;

/** Where the requests of the next block are laid one after the other; used again for each block. */
export class GatherBuffer {
  bytes = new Uint8Array(smallestBuffer);
  length = 0;

  /** Appends and answers where the bytes start. */
  append(source: ByteSource): number {
    const start = this.length;
    this.#reserve(start + source.length);
    source.copyTo(this.bytes, start);
    this.length = start + source.length;
    return start;
  }

  /** Takes the last bytes back. */
  truncate(length: number): void {
    this.length = length;
  }

  /** What is gathered; it is true until the next `append`. */
  view(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
    if (this.bytes.length > largestKept) this.bytes = new Uint8Array(smallestBuffer);
  }

  #reserve(length: number): void {
    if (length <= this.bytes.length) return;
    const wider = new Uint8Array(Math.max(length, this.bytes.length * 2));
    wider.set(this.bytes.subarray(0, this.length));
    this.bytes = wider;
  }
}
