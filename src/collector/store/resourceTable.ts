import { ByteInterner } from './byteInterner.ts';

/** Bytes of a `Resource` message; longer ones are not told apart. */
const longestResource = 8 << 10;
/** Beyond so many bytes of different ones, which only programs with resources of their own for each span reach, further ones are not kept. */
const mostBytes = 16 << 20;

/** Numbers for resources by their bytes as they were sent, so that a process is known by its spans; 0 is any other. */
export class ResourceTable {
  readonly #resources = new ByteInterner(longestResource);

  get bytes(): number {
    return this.#resources.bytes;
  }

  intern(bytes: Uint8Array, start: number, end: number): number {
    if (end - start > longestResource) return 0;
    const most = this.#resources.textBytes < mostBytes ? Number.POSITIVE_INFINITY : 0;
    return Math.max(0, this.#resources.intern(bytes, start, end, most));
  }

  /** The content of the message; true until the next `intern`. */
  bytesOf(resource: number): Uint8Array<ArrayBuffer> {
    return this.#resources.bytesOf(resource);
  }
}
