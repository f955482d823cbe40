import type { BlockFile } from './blockFile.ts';
import { workedAhead } from './workedAhead.ts';

/** Unpacked blocks that are kept for the next question, which is often about the same trace. */
const cacheBytes = 16 << 20;

/** Of a trace in more blocks than these the cache would keep nothing until the next question. */
const blocksWorthKeeping = 16;
/** Decompressed ahead, while the index is read and while others are looked through: some 50 MiB. */
const blocksAhead = 48;

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
    const cached = this.#cached(rowId);
    if (cached !== undefined) return cached;
    const bytes = this.#file.read(rowId);
    if (bytes === undefined) throw new Error(`Block ${rowId} is missing in the store's file.`);
    this.#keep(rowId, bytes);
    return bytes;
  }

  /**
   * The bytes of blocks one after the other, `undefined` for those that went meanwhile; the next ones are
   * decompressed in threads of their own.
   */
  readAll(rowIds: readonly number[]): AsyncGenerator<Uint8Array<ArrayBuffer> | undefined> {
    return workedAhead(rowIds, blocksAhead, async (rowId) => {
      const bytes = this.#cached(rowId) ?? (await this.#file.readAside(rowId));
      if (bytes !== undefined && rowIds.length <= blocksWorthKeeping) this.#keep(rowId, bytes);
      return bytes;
    });
  }

  forget(): void {
    this.#cache.clear();
    this.#cachedBytes = 0;
  }

  #cached(rowId: number): Uint8Array<ArrayBuffer> | undefined {
    const cached = this.#cache.get(rowId);
    if (cached === undefined) return undefined;
    this.#cache.delete(rowId);
    this.#cache.set(rowId, cached);
    return cached;
  }

  #keep(rowId: number, bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#cache.has(rowId)) return;
    this.#cache.set(rowId, bytes);
    this.#cachedBytes += bytes.length;
    for (const [oldest, old] of this.#cache) {
      if (this.#cachedBytes <= cacheBytes || oldest === rowId) break;
      this.#cache.delete(oldest);
      this.#cachedBytes -= old.length;
    }
  }
}
