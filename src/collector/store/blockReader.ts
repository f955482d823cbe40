import type { BlockFile } from './blockFile.ts';

/**
 * Unpacked blocks that are kept for the next question, which is often about the same trace: those of a trace of
 * 100,000 spans, so that its columns, attributes and keys are one unpacking.
 */
const cacheBytes = 64 << 20;
/** Blocks are of about 1 MiB: more would push one another out. */
const mostAhead = 56;
/** When nobody has asked for so long, they are let go. */
const idleMillis = 10_000;

/** Reads blocks; the last ones stay unpacked for a while. */
export class BlockReader {
  readonly #file: BlockFile;
  readonly #cache = new Map<number, Uint8Array<ArrayBuffer>>();
  #cachedBytes = 0;
  /** Blocks that are being unpacked in other threads. */
  readonly #aside = new Map<number, object>();
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

  /**
   * Unpacks blocks in other threads, so that reading finds them there; what does not fit beside one another is left
   * to reading, and so is telling of what is broken.
   */
  async readAhead(rowIds: Iterable<number>): Promise<void> {
    const unpacking: Promise<void>[] = [];
    for (const rowId of rowIds) {
      if (this.#cache.has(rowId) || this.#aside.has(rowId)) continue;
      if (unpacking.length === mostAhead) break;
      unpacking.push(this.#unpackAside(rowId));
    }
    await Promise.allSettled(unpacking);
  }

  async #unpackAside(rowId: number): Promise<void> {
    const reading = {};
    this.#aside.set(rowId, reading);
    try {
      const bytes = await this.#file.readAside(rowId);
      // A block that was removed or rewritten meanwhile is not waited for any more, though another reading of it may go on.
      const isCurrent = this.#aside.get(rowId) === reading;
      if (bytes !== undefined && isCurrent && !this.#cache.has(rowId)) this.#keep(rowId, bytes);
    } finally {
      if (this.#aside.get(rowId) === reading) this.#aside.delete(rowId);
    }
  }

  /** A block was removed from the file, which may deal its number again. */
  drop(rowId: number): void {
    this.#cachedBytes -= this.#cache.get(rowId)?.length ?? 0;
    this.#cache.delete(rowId);
    this.#aside.delete(rowId);
  }

  forget(): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    this.#cache.clear();
    this.#aside.clear();
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
