import { mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../shared/userError.ts';
import { BlockDatabase } from './blockDatabase.ts';
import { type Remembered, remember, remembered } from './collectorTables.ts';
import { mendDamagedFile } from './damagedFiles.ts';
import { DiskReserve } from './diskReserve.ts';
import { FileState, VanishedError } from './fileState.ts';
import { removeDatabase, successorOf } from './openBlockFile.ts';
import { troubleOf } from './sqliteTrouble.ts';

/** Starting is not held up by writing the reserve. */
const reserveAfterMillis = 2_000;

/**
 * The store's file with all that can happen to it: a full disk, a read-only one, damage, somebody who deletes it. Whatever is written
 * goes through `write`, which never says that something is kept that will not be there after the next start.
 */
export class StoreFile {
  readonly state: FileState;
  readonly #path: string;
  readonly #maxPages: number | undefined;
  readonly #reserve: DiskReserve;
  #open: BlockDatabase;
  /** Tells the file that is open from one that took its name. */
  #inode = 0;
  readonly #reserveTimer: NodeJS.Timeout;
  /** Of all blocks that ever were. */
  lastRowId = 0;

  /** Throws a `UserError` where the file is of a newer Spanline or cannot be written. A damaged one is mended. */
  constructor(path: string, maxPages?: number) {
    this.#path = path;
    this.#maxPages = maxPages;
    this.#reserve = new DiskReserve(`${path}.reserve`);
    this.state = new FileState(path, this.#reserve);
    this.#open = this.#opened();
    this.#reserveTimer = setTimeout(() => this.#holdReserve(), reserveAfterMillis).unref();
  }

  /** True until the next call of `clear`, `mend` or `mendDamaged`. */
  get database(): BlockDatabase {
    return this.#open;
  }

  /** Of the file with its log. */
  get diskBytes(): number {
    return ['', '-wal'].reduce((sum, suffix) => sum + sizeOf(this.#path + suffix), 0);
  }

  write<T>(work: (database: BlockDatabase) => T): T {
    this.state.checkWhole();
    try {
      // What is written to a file that was deleted is lost with the process.
      if (inodeOf(this.#path) !== this.#inode) throw new VanishedError(this.#path);
      const result = work(this.#open);
      this.state.succeeded();
      return result;
    } catch (error) {
      this.state.failed(error, () => this.#open.checkpoint());
      throw error;
    }
  }

  read<T>(work: (database: BlockDatabase) => T): T {
    try {
      return work(this.#open);
    } catch (error) {
      if (troubleOf(error) === 'damaged') this.state.failed(error, () => undefined);
      throw error;
    }
  }

  /** Looks whether what went wrong is over: nothing else may come that would tell. */
  retry(): void {
    if (!this.state.isWorthTrying) return;
    try {
      this.write((database) => database.tables.saveLastRowId(this.lastRowId));
    } catch {
      // Its state says so.
    }
  }

  /**
   * Removes all blocks. Runs, pins and the places of forwards stay. An empty file takes the place of the old one, because that gives the
   * room back at once and needs next to none.
   */
  clear(): void {
    this.#reserve.release();
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const all = this.#remembered();
    const hasSuccessor = this.#makeSuccessor(all);
    this.#open.close();
    try {
      removeDatabase(this.#path);
      if (hasSuccessor) renameSync(successorOf(this.#path), this.#path);
    } catch (error) {
      this.#open = this.#opened();
      throw error;
    }
    this.state.forget();
    this.#open = this.#opened();
    // Where the disk is full there was no room for both.
    if (!hasSuccessor) this.write(({ tables }) => remember(tables, all));
    this.#reserveTimer.refresh();
  }

  /** Answers whether there was room for it. */
  #makeSuccessor(all: Remembered): boolean {
    const path = successorOf(this.#path);
    removeDatabase(path);
    let successor: BlockDatabase | undefined;
    try {
      successor = new BlockDatabase(path);
      remember(successor.tables, all);
      // Only the file is renamed, not its log.
      successor.checkpoint();
      successor.close();
      return true;
    } catch {
      successor?.close();
      removeDatabase(path);
      return false;
    }
  }

  /**
   * Puts a new file in the place of one that is damaged, with what could be saved, or that was deleted. What was told of blocks before
   * may be wrong then.
   */
  mend(): void {
    if (this.state.trouble === 'damaged') this.mendDamaged();
    else if (this.state.trouble === 'vanished') this.#startAnew();
    this.#reserveTimer.refresh();
  }

  close(): void {
    clearTimeout(this.#reserveTimer);
    this.#open.close();
    this.#reserve.release();
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
      this.lastRowId = Math.max(this.lastRowId, database.tables.lastRowId());
      this.#inode = inodeOf(this.#path);
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
      database.tables.saveLastRowId(this.lastRowId);
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === 'damaged') throw error;
      if (trouble !== 'full') throw new UserError(this.state.textOf(error));
      this.state.failed(error, () => database.checkpoint());
    }
  }

  #holdReserve(): void {
    if (this.state.trouble === undefined) this.#reserve.hold();
    this.#open.boundLog(this.#reserve.bytes);
  }

  /** What was told of blocks before may be wrong afterwards. */
  mendDamaged(): void {
    this.#open.close();
    this.#reserve.release();
    this.state.mended(mendDamagedFile(this.#path, new Date()));
    this.#open = this.#openPath();
  }

  #startAnew(): void {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const all = this.#remembered();
    // Closing removes the log by its name, which must not be that of the new file.
    this.#open.close();
    if (inodeOf(this.#path) === 0) removeDatabase(this.#path);
    this.#open = this.#opened();
    remember(this.#open.tables, all);
    this.state.replaced();
  }

  #remembered(): Remembered {
    return { ...remembered(this.#open.tables), lastRowId: this.lastRowId };
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** 0 where there is no such file. */
function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}
