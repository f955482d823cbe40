import { packBlock, releaseBlock, unpackAside, unpackBlock } from './blockCodec.ts';
import { type BlockDatabase, pageBytes, type StoredBlock } from './blockDatabase.ts';
import { RememberingFile } from './rememberingFile.ts';
import { troubleOf } from './sqliteTrouble.ts';
import { StoreFile } from './storeFile.ts';

/** What a block's bytes are, as the file keeps it. */
export const signal = { traces: 1, logs: 2, metrics: 3 } as const;
export type Signal = (typeof signal)[keyof typeof signal];

/** How a block came to be. Only what was received is sent on to other back ends. */
export const origin = { received: 0, imported: 1, rewritten: 2 } as const;
export type Origin = (typeof origin)[keyof typeof origin];

export interface Block {
  readonly rowId: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface NewBlock {
  readonly signal: Signal;
  readonly bytes: Uint8Array;
  /** `received` where it is missing. */
  readonly origin?: Origin;
  /** Number of the run; 0 where there is none. */
  readonly run?: number;
}

/** What is known of a block without reading it. */
export interface BlockRow {
  readonly rowId: number;
  readonly signal: Signal;
  /** Uncompressed. */
  readonly length: number;
  /** On the disk. */
  readonly packedLength: number;
  readonly origin: Origin;
  readonly run: number;
}

export interface BlockFileOptions {
  /** For tests of a full disk. */
  readonly maxPages?: number;
}

/** Free pages that are given back to the disk at once, which takes a few milliseconds. */
const pagesAtOnce = 256;

/**
 * The file that keeps what was sent, a block a row: the raw OTLP protobuf of requests, one after the other,
 * compressed together. Committed blocks survive the death of the process (SQLite's write-ahead log without
 * a sync at each commit: after a power cut the last moments may be missing, the file is whole).
 *
 * What goes wrong with the disk is `state`'s to tell. A file that is damaged or was deleted is replaced by `mend`.
 */
export class BlockFile extends RememberingFile {
  /** Throws a `UserError` where the file is of a newer Spanline or cannot be written. A damaged one is mended. */
  constructor(path: string, options: BlockFileOptions = {}) {
    super(new StoreFile(path, options.maxPages));
  }

  /** Of all blocks that ever were, those that went included: numbers never go back. */
  get lastRowId(): number {
    return this.file.lastRowId;
  }

  /** Of the file with its log. */
  get diskBytes(): number {
    return this.file.diskBytes;
  }

  /** Of what is kept, without the room in the file that is free for what comes. */
  get usedBytes(): number {
    return this.file.database.pages.used * pageBytes;
  }

  /** Gives a small part of the file's free room back to the disk. Answers whether there is more. */
  shrink(): boolean {
    if (!this.file.database.canShrink) return false;
    this.file.write((database) => database.vacuum(pagesAtOnce));
    return this.file.database.pages.free > 0;
  }

  /** Of pages that are free for what comes. */
  get freeBytes(): number {
    return this.file.database.pages.free * pageBytes;
  }

  /** Of all blocks of a kind, as they lie on the disk. */
  packedBytes(kind: Signal): number {
    return this.file.read((database) => database.packedBytes(kind));
  }

  /** Writes blocks in one transaction and answers their row numbers; all or none are kept. */
  append(blocks: readonly NewBlock[]): number[] {
    this.state.checkRoom();
    const first = this.lastRowId + 1;
    const packed = blocks.map((block, i) => pack(block, first + i));
    const rowIds = this.file.write((database) => {
      // A statement alone is a transaction.
      if (packed.length === 1) insertAll(database, packed);
      else database.transaction(() => insertAll(database, packed));
      return this.#dealt(packed);
    });
    for (const block of packed) releaseBlock(block.packed);
    return rowIds;
  }

  /** Puts blocks in the place of others in one transaction and answers the new row numbers, which are the last ones. */
  replace(removed: readonly number[], added: readonly NewBlock[]): number[] {
    const first = this.lastRowId + 1;
    const packed = added.map((block, i) => pack(block, first + i));
    return this.file.write((database) => {
      database.transaction(() => {
        this.#deleteAll(database, removed);
        insertAll(database, packed);
      });
      return this.#dealt(packed);
    });
  }

  /**
   * Puts one block in the place of others, in one transaction: it gets the first of their numbers, so that blocks stay in the order
   * in which they came. Only for blocks that every forward is done with.
   */
  rewrite(removed: readonly number[], added: NewBlock): number {
    const rowId = Math.min(...removed);
    const packed = pack(added, rowId);
    return this.file.write((database) => {
      database.transaction(() => {
        this.#deleteAll(database, removed);
        insertAll(database, [packed]);
      });
      return rowId;
    });
  }

  read(rowId: number): Uint8Array<ArrayBuffer> | undefined {
    return unpacked(this.#select(rowId));
  }

  /** The same, unpacked in another thread. */
  async readAside(rowId: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const block = this.#select(rowId);
    return block === undefined ? undefined : unpackAside(block.packed, block.length);
  }

  /** A block of a kind; `undefined` where there is none of that number, or another has it. */
  readOf(rowId: number, kind: Signal): Uint8Array<ArrayBuffer> | undefined {
    const block = this.#select(rowId);
    return block?.signal === kind ? unpacked(block) : undefined;
  }

  remove(rowIds: readonly number[]): void {
    if (rowIds.length === 0) return;
    this.file.write((database) => database.transaction(() => this.#deleteAll(database, rowIds)));
  }

  /**
   * All blocks of traces, in the order in which they came, but those that cannot be unpacked. Where the file turns out to be damaged, it
   * is mended, and this goes on with what could be saved.
   */
  *traceBlocks(): Generator<Block & { readonly run: number }> {
    let last = 0;
    for (;;) {
      try {
        for (const block of this.file.database.blocksAfter(last, signal.traces)) {
          last = block.rowId;
          const bytes = this.#tolerantly(block);
          if (bytes !== undefined) yield { rowId: block.rowId, run: block.run, bytes };
        }
        return;
      } catch (error) {
        if (troubleOf(error) !== 'damaged') throw error;
        this.file.mendDamaged();
      }
    }
  }

  /** Blocks of all kinds behind a row, in the order in which they came. */
  rowsAfter(rowId: number, limit: number): BlockRow[] {
    return this.file.read((database) => database.headsAfter(rowId, limit)) as BlockRow[];
  }

  /** Blocks of a kind, the ones that came at about the same time as a row first. */
  *near(rowId: number, kind: Signal, limit: number): Generator<Block> {
    for (const id of this.file.read((database) => database.idsNear(rowId, kind, limit))) {
      const bytes = this.read(id);
      if (bytes !== undefined) yield { rowId: id, bytes };
    }
  }

  /** Numbers of the blocks of a kind behind a row, at most `limit`, in the order in which they came. */
  idsAfter(rowId: number, kind: Signal, limit: number): number[] {
    return this.file.read((database) => database.idsAfter(rowId, kind, limit));
  }

  count(kind: Signal): number {
    return this.file.read((database) => database.count(kind));
  }

  /** Deletes the oldest blocks of a kind until what is left takes at most `maxBytes` on the disk. */
  trim(kind: Signal, maxBytes: number): void {
    this.file.write((database) =>
      database.transaction(() => {
        database.tables.saveLastRowId(this.lastRowId);
        database.trim(kind, maxBytes);
      }),
    );
  }

  #select(rowId: number): StoredBlock | undefined {
    return this.file.read((database) => database.select(rowId));
  }

  /** Once they are written. */
  #dealt(blocks: readonly StoredBlock[]): number[] {
    this.file.lastRowId = blocks.at(-1)?.rowId ?? this.file.lastRowId;
    return blocks.map(({ rowId }) => rowId);
  }

  /** While the last block there ever was is in the file, it is what says its number. */
  #deleteAll(database: BlockDatabase, rowIds: readonly number[]): void {
    if (rowIds.includes(this.lastRowId)) database.tables.saveLastRowId(this.lastRowId);
    for (const rowId of rowIds) database.delete(rowId);
  }

  #tolerantly(block: StoredBlock): Uint8Array<ArrayBuffer> | undefined {
    try {
      return unpacked(block);
    } catch {
      this.state.unreadableBlocks++;
      return undefined;
    }
  }
}

function insertAll(database: BlockDatabase, blocks: readonly StoredBlock[]): void {
  for (const block of blocks) database.insert(block);
}

function pack(block: NewBlock, rowId: number): StoredBlock {
  const { run = 0, origin: from = origin.received } = block;
  const packed = packBlock(block.bytes);
  return { rowId, signal: block.signal, run, origin: from, length: block.bytes.length, packed };
}

function unpacked(block: StoredBlock | undefined): Uint8Array<ArrayBuffer> | undefined {
  return block === undefined ? undefined : unpackBlock(block.packed, block.length);
}
