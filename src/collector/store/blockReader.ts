import type { BlockFile } from './blockFile.ts';

/**
 * Unpacked blocks that are kept for the next question, which is often about the same trace: those of a trace of
 * 100,000 spans, so that its columns, attributes and keys are one unpacking.
 */
const cacheBytes = 64 << 20;
/** When nobody has asked for so long, they are let go. */
const idleMillis = 10_000;

/** Reads blocks; the last ones stay unpacked for a while. */
export class BlockReader {
  readonly #file: BlockFile;
  readonly #cache = new Map<number, Uint8Array<ArrayBuffer>>();
  #cachedBytes = 0;
  #idle: NodeJS.Timeout | undefined;

  constructor(file: BlockFile) {
    this.#file = file;
  }

  /** The block's bytes; throws where the file has no such block. */
  read(rowId: number): Uint8Array<ArrayBuffer> {
    const cached = this.#cache.get(rowId);
    if (cached !== undefined) {
      this.#cache.delete(rowId);
      this.#cache.set(rowId, cached);
      this.#idle?.refresh();
      return cached;
    }
    const bytes = this.#file.read(rowId);
    if (bytes === undefined) throw new Error(`Block ${rowId} is missing in the store's file.`);
    this.#keep(rowId, bytes);
    return bytes;
  }

  /** A block was removed from the file, which may deal its number again. */
  drop(rowId: number): void {
    this.#cachedBytes -= this.#cache.get(rowId)?.length ?? 0;
    this.#cache.delete(rowId);
  }

  forget(): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
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
    if (this.#idle === undefined) this.#idle = setTimeout(() => this.forget(), idleMillis).unref();
    else this.#idle.refresh();
  }
}
