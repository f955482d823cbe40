import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../shared/userError.ts';
import { packBlock, unpackAside, unpackBlock } from './blockCodec.ts';
import { BlockDatabase, pageBytes, type StoredBlock } from './blockDatabase.ts';
import { type CollectorTables, carryTables, type SavedRun } from './collectorTables.ts';
import { mendDamagedFile } from './damagedFiles.ts';
import { DiskReserve } from './diskReserve.ts';
import { FileState, VanishedError } from './fileState.ts';
import { removeDatabase, successorOf } from './openBlockFile.ts';
import { troubleOf } from './sqliteTrouble.ts';

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
export class BlockFile {
  readonly #path: string;
  readonly #maxPages: number | undefined;
  readonly #reserve: DiskReserve;
  readonly state: FileState;
  #open: BlockDatabase;
  /** Tells the file that is open from one that took its name. */
  #inode = 0;
  #lastRowId = 0;

  /** Throws a `UserError` where the file is of a newer Spanline or cannot be written. A damaged one is mended. */
  constructor(path: string, options: BlockFileOptions = {}) {
    this.#path = path;
    this.#maxPages = options.maxPages;
    this.#reserve = new DiskReserve(`${path}.reserve`);
    this.state = new FileState(path, this.#reserve);
    this.#open = this.#opened();
  }

  /** Of all blocks that ever were, those that went included: numbers never go back. */
  get lastRowId(): number {
    return this.#lastRowId;
  }

  /** Of the file with its log. */
  get diskBytes(): number {
    return ['', '-wal'].reduce((sum, suffix) => sum + sizeOf(this.#path + suffix), 0);
  }

  /** Of what is kept, without the room in the file that is free for what comes. */
  get usedBytes(): number {
    return this.#open.pages.used * pageBytes;
  }

  /** Gives a small part of the file's free room back to the disk. Answers whether there is more. */
  shrink(): boolean {
    if (!this.#open.canShrink) return false;
    this.#write(() => this.#open.vacuum(pagesAtOnce));
    return this.#open.pages.free > 0;
  }

  /** What a person should know of the file: sentences. */
  get notices(): readonly string[] {
    // Nothing may come that would tell that the disk has room again.
    if (this.state.isWorthTrying) {
      try {
        this.#write(() => this.#open.tables.saveLastRowId(this.#lastRowId));
      } catch {
        // The notice stays.
      }
    }
    return this.state.notices;
  }

  /** Of what is kept: without pages that are free for what comes. */
  get usedBytes(): number {
    return (this.#pragma('page_count') - this.#pragma('freelist_count')) * this.#pragma('page_size');
  }

  /** Of pages that are free. */
  get freeBytes(): number {
    return this.#pragma('freelist_count') * this.#pragma('page_size');
  }

  /** Of all blocks of a kind, as they lie on the disk. */
  packedBytes(kind: Signal): number {
    const sum = 'SELECT coalesce(sum(length(body)), 0) AS n FROM block WHERE signal = ?';
    return Number(this.#database.prepare(sum).get(kind)?.['n']);
  }

  /** Gives some of the free pages back to the disk. Does nothing in files of versions that could not. */
  giveBack(pages: number): void {
    this.#database.exec(`PRAGMA incremental_vacuum(${pages})`);
  }

  /** Writes blocks in one transaction and answers their row numbers; all or none are kept. */
  append(blocks: readonly NewBlock[]): number[] {
    this.state.checkRoom();
    const first = this.#lastRowId + 1;
    const packed = blocks.map((block, i) => pack(block, first + i));
    return this.#write(() => {
      // A statement alone is a transaction.
      if (packed.length === 1) this.#insertAll(packed);
      else this.#open.transaction(() => this.#insertAll(packed));
      return this.#dealt(packed);
    });
  }

  /** Puts blocks in the place of others in one transaction and answers the new row numbers, which are the last ones. */
  replace(removed: readonly number[], added: readonly NewBlock[]): number[] {
    const first = this.#lastRowId + 1;
    const packed = added.map((block, i) => pack(block, first + i));
    return this.#write(() => {
      this.#open.transaction(() => {
        this.#deleteAll(removed);
        this.#insertAll(packed);
      });
      return this.#dealt(packed);
    });
  }

  read(rowId: number): Uint8Array<ArrayBuffer> | undefined {
    return this.#read(() => unpacked(this.#open.select(rowId)));
  }

  /** The same, unpacked in another thread. */
  async readAside(rowId: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const block = this.#read(() => this.#open.select(rowId));
    return block === undefined ? undefined : unpackAside(block.packed, block.length);
  }

  /** A block of a kind; `undefined` where there is none of that number, or another has it. */
  readOf(rowId: number, kind: Signal): Uint8Array<ArrayBuffer> | undefined {
    const block = this.#read(() => this.#open.select(rowId));
    return block?.signal === kind ? unpacked(block) : undefined;
  }

  remove(rowIds: readonly number[]): void {
    if (rowIds.length === 0) return;
    this.#write(() => this.#open.transaction(() => this.#deleteAll(rowIds)));
  }

  /**
   * All blocks of traces, in the order in which they came, but those that cannot be unpacked. Where the file turns out to be damaged, it
   * is mended, and this goes on with what could be saved.
   */
  *traceBlocks(): Generator<Block & { readonly run: number }> {
    let last = 0;
    for (;;) {
      try {
        for (const block of this.#open.blocksAfter(last, signal.traces)) {
          last = block.rowId;
          const bytes = this.#tolerantly(block);
          if (bytes !== undefined) yield { rowId: block.rowId, run: block.run, bytes };
        }
        return;
      } catch (error) {
        if (troubleOf(error) !== 'damaged') throw error;
        this.#mendDamaged();
      }
    }
  }

  /** Blocks of all kinds behind a row, in the order in which they came. */
  rowsAfter(rowId: number, limit: number): BlockRow[] {
    return this.#read(() => this.#open.headsAfter(rowId, limit)) as BlockRow[];
  }

  /** Blocks of a kind, the ones that came at about the same time as a row first. */
  *near(rowId: number, kind: Signal, limit: number): Generator<Block> {
    for (const id of this.#read(() => this.#open.idsNear(rowId, kind, limit))) {
      const bytes = this.read(id);
      if (bytes !== undefined) yield { rowId: id, bytes };
    }
  }

  /** Numbers of the blocks of a kind behind a row, at most `limit`, in the order in which they came. */
  idsAfter(rowId: number, kind: Signal, limit: number): number[] {
    return this.#read(() => this.#open.idsAfter(rowId, kind, limit));
  }

  count(kind: Signal): number {
    return this.#read(() => this.#open.count(kind));
  }

  /** Deletes the oldest blocks of a kind until what is left takes at most `maxBytes` on the disk. */
  trim(kind: Signal, maxBytes: number): void {
    this.#write(() =>
      this.#open.transaction(() => {
        this.#open.tables.saveLastRowId(this.#lastRowId);
        this.#open.trim(kind, maxBytes);
      }),
    );
  }

  /**
   * Removes all blocks. Runs, pins and the places of forwards stay. An empty file takes the place of the old one, because that gives the
   * room back at once and needs next to none.
   */
  clear(): void {
    this.#reserve.release();
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const successor = successorOf(this.#path);
    removeDatabase(successor);
    const empty = new BlockDatabase(successor);
    try {
      carryTables(this.#open.tables, empty.tables);
      empty.tables.saveLastRowId(this.#lastRowId);
    } finally {
      empty.close();
    }
    this.#open.close();
    removeDatabase(this.#path);
    renameSync(successor, this.#path);
    this.state.forget();
    this.#open = this.#opened();
  }

  /**
   * Puts a new file in the place of one that is damaged, with what could be saved, or that was deleted. What was told of blocks before
   * may be wrong then.
   */
  mend(): void {
    if (this.state.trouble === 'damaged') this.#mendDamaged();
    else if (this.state.trouble === 'vanished') this.#startAnew();
  }

  close(): void {
    this.#open.close();
    this.#reserve.release();
  }

  /** Runs, pins and how far forwards have come. */
  forwardPlace(name: string): number | undefined {
    return this.#read(() => this.#open.tables.forwardPlace(name));
  }

  setForwardPlace(name: string, row: number): void {
    this.#change((tables) => tables.setForwardPlace(name, row));
  }

  removeForwardPlaces(except: ReadonlySet<string>): void {
    this.#change((tables) => tables.removeForwardPlaces(except));
  }

  /** Trace ids of 32 hexadecimal digits. */
  pins(): string[] {
    return this.#read(() => this.#open.tables.pins());
  }

  setPins(traceIds: readonly string[], pinned: boolean): void {
    this.#change((tables) => tables.setPins(traceIds, pinned));
  }

  /** In the order in which they began. */
  savedRuns(): SavedRun[] {
    return this.#read(() => this.#open.tables.savedRuns());
  }

  saveRun(run: SavedRun): void {
    this.#change((tables) => tables.saveRun(run));
  }

  removeRuns(ids: readonly number[]): void {
    this.#change((tables) => tables.removeRuns(ids));
  }

  #change(work: (tables: CollectorTables) => void): void {
    this.#write(() => this.#open.transaction(() => work(this.#open.tables)));
  }

  #insertAll(blocks: readonly StoredBlock[]): void {
    for (const block of blocks) this.#open.insert(block);
  }

  /** Once they are written. */
  #dealt(blocks: readonly StoredBlock[]): number[] {
    this.#lastRowId = blocks.at(-1)?.rowId ?? this.#lastRowId;
    return blocks.map(({ rowId }) => rowId);
  }

  /** While the last block there ever was is in the file, it is what says its number. */
  #deleteAll(rowIds: readonly number[]): void {
    if (rowIds.includes(this.#lastRowId)) this.#open.tables.saveLastRowId(this.#lastRowId);
    for (const rowId of rowIds) this.#open.delete(rowId);
  }

  #write<T>(work: () => T): T {
    try {
      // What is written to a file that was deleted is lost with the process.
      if (inodeOf(this.#path) !== this.#inode) throw new VanishedError(this.#path);
      const result = work();
      this.state.succeeded();
      return result;
    } catch (error) {
      this.state.failed(error, () => this.#open.checkpoint());
      throw error;
    }
  }

  #read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (troubleOf(error) === 'damaged') this.state.failed(error, () => undefined);
      throw error;
    }
  }

  #tolerantly(block: StoredBlock): Uint8Array<ArrayBuffer> | undefined {
    try {
      return unpacked(block);
    } catch {
      this.state.unreadableBlocks++;
      return undefined;
    }
  }

  #opened(): BlockDatabase {
    try {
      return this.#openPath();
    } catch (error) {
      if (troubleOf(error) !== 'damaged') throw error;
      this.state.mended(mendDamagedFile(this.#path, new Date()));
      return this.#openPath();
    }
  }

  #openPath(): BlockDatabase {
    const database = new BlockDatabase(this.#path, this.#maxPages);
    try {
      this.#lastRowId = Math.max(this.#lastRowId, database.tables.lastRowId());
      this.#inode = inodeOf(this.#path);
      this.#reserve.hold();
      database.boundLog(this.#reserve.bytes);
      this.#tryWriting(database);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** A file that can only be read is of no use; one on a full disk can still be looked at and cleared. */
  #tryWriting(database: BlockDatabase): void {
    try {
      database.tables.saveLastRowId(this.#lastRowId);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'damaged') throw error;
      if (trouble !== 'full') throw new UserError(this.state.textOf(error));
      this.state.failed(error, () => database.checkpoint());
    }
  }

  #mendDamaged(): void {
    this.#open.close();
    this.#reserve.release();
    this.state.mended(mendDamagedFile(this.#path, new Date()));
    this.#open = this.#openPath();
  }

  #startAnew(): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const old = this.#open;
    if (inodeOf(this.#path) === 0) removeDatabase(this.#path);
    this.#open = this.#opened();
    carryTables(old.tables, this.#open.tables);
    this.#open.tables.saveLastRowId(this.#lastRowId);
    old.close();
    this.state.replaced();
  }
}

function pack(block: NewBlock, rowId: number): StoredBlock {
  const { run = 0, origin: from = origin.received } = block;
  const packed = packBlock(block.bytes);
  return { rowId, signal: block.signal, run, origin: from, length: block.bytes.length, packed };
}

function unpacked(block: StoredBlock | undefined): Uint8Array<ArrayBuffer> | undefined {
  return block === undefined ? undefined : unpackBlock(block.packed, block.length);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** 0 where there is no such file. */
function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}
