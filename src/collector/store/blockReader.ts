import type { BlockFile } from './blockFile.ts';

/** Unpacked blocks that are kept for the next question, which is often about the same trace. */
const cacheBytes = 16 << 20;

/** Reads blocks; the last ones stay unpacked. */
export class BlockReader {
  readonly #file: BlockFile;
  readonly #cache = new Map<number, Uint8Array<ArrayBuffer>>();
  #cachedBytes = 0;

  constructor(file: BlockFile) {
    this.#file = file;
  }

  /** The block's bytes; throws where the file has no such block. */
  read(rowId: number): Uint8Array<ArrayBuffer> {
    const cached = this.#cache.get(rowId);
    if (cached !== undefined) {
      this.#cache.delete(rowId);
      this.#cache.set(rowId, cached);
      return cached;
    }
    const bytes = this.#file.read(rowId);
    if (bytes === undefined) throw new Error(`Block ${rowId} is missing in the store's file.`);
    this.#keep(rowId, bytes);
    return bytes;
  }

  forget(): void {
    this.#cache.clear();
    this.#cachedBytes = 0;
  }

  #keep(rowId: number, bytes: Uint8Array<ArrayBuffer>): void {
    this.#cache.set(rowId, bytes);
    this.#cachedBytes += bytes.length;
    for (const [oldest, old] of this.#cache) {
      if (this.#cachedBytes <= cacheBytes || oldest === rowId) break;
      this.#cache.delete(oldest);
      this.#cachedBytes -= old.length;
    }
  }
}
