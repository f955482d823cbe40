import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Codec, PackedBlock } from './blockCodec.ts';
import { CollectorTables } from './collectorTables.ts';
import { openBlockFile } from './openBlockFile.ts';

export const pageBytes = 8192;

/** Pages of the log after which they are carried into the file. */
const mostLogPages = 1000;
const fewestLogPages = 32;
/** A log that one large request made longer than this is cut again. */
const longestLogBytes = 16 << 20;

/** A row of the table of blocks. */
export interface StoredBlock {
  readonly rowId: number;
  readonly signal: number;
  readonly run: number;
  readonly origin: number;
  /** Uncompressed. */
  readonly length: number;
  readonly packed: PackedBlock;
}

/** The same without its body. */
export type StoredHead = Omit<StoredBlock, 'packed'> & { readonly packedLength: number };

const columns = 'id, signal, codec, length, run, origin, body';

/** The statements of an open file of blocks. All methods throw SQLite's own errors. */
export class BlockDatabase {
  readonly tables: CollectorTables;
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #delete: StatementSync;
  readonly #heads: StatementSync;
  readonly #blocks: StatementSync;
  #isClosed = false;

  constructor(path: string, maxPages?: number) {
    const database = openBlockFile(path);
    this.#database = database;
    database.exec(`PRAGMA journal_size_limit = ${longestLogBytes}`);
    if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
    this.#insert = database.prepare(`INSERT INTO block (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.#select = database.prepare(`SELECT ${columns} FROM block WHERE id = ?`);
    this.#delete = database.prepare('DELETE FROM block WHERE id = ?');
    this.#heads = database.prepare(
      `SELECT id, signal, length, length(body) AS packed, run, origin
         FROM block WHERE id > ? ORDER BY id LIMIT ?`,
    );
    this.#blocks = database.prepare(`SELECT ${columns} FROM block WHERE signal = ? AND id > ? ORDER BY id`);
    this.tables = new CollectorTables(database);
  }

  /** What the log needs when it is carried into the file must fit into what is reserved for that. */
  boundLog(reservedBytes: number): void {
    const pages = Math.floor((reservedBytes * 2) / 3 / pageBytes);
    const bounded = Math.max(fewestLogPages, Math.min(mostLogPages, pages));
    this.#database.exec(`PRAGMA wal_autocheckpoint = ${bounded}`);
  }

  insert({ rowId, signal, packed, length, run, origin }: StoredBlock): void {
    this.#insert.run(rowId, signal, packed.codec, length, run, origin, packed.bytes);
  }

  select(rowId: number): StoredBlock | undefined {
    const row = this.#select.get(rowId);
    return row === undefined ? undefined : blockOf(row);
  }

  delete(rowId: number): void {
    this.#delete.run(rowId);
  }

  headsAfter(rowId: number, limit: number): StoredHead[] {
    return this.#heads.all(rowId, limit).map((row) => ({
      ...headOf(row),
      packedLength: Number(row['packed']),
    }));
  }

  *blocksAfter(rowId: number, signal: number): Generator<StoredBlock> {
    for (const row of this.#blocks.iterate(signal, rowId)) yield blockOf(row);
  }

  /** Numbers of blocks of a kind, the ones next to a row first. */
  idsNear(rowId: number, signal: number, limit: number): number[] {
    return this.#ids('signal = ? ORDER BY abs(id - ?) LIMIT ?', signal, rowId, limit);
  }

  idsAfter(rowId: number, signal: number, limit: number): number[] {
    return this.#ids('signal = ? AND id > ? ORDER BY id LIMIT ?', signal, rowId, limit);
  }

  count(signal: number): number {
    const row = this.#database.prepare('SELECT count(*) AS n FROM block WHERE signal = ?').get(signal);
    return Number(row?.['n'] ?? 0);
  }

  /** Of all blocks of a kind, as they lie on the disk. */
  packedBytes(signal: number): number {
    const sum = 'SELECT coalesce(sum(length(body)), 0) AS n FROM block WHERE signal = ?';
    return Number(this.#database.prepare(sum).get(signal)?.['n'] ?? 0);
  }

  /** Deletes the oldest blocks of a kind until what is left takes at most `maxBytes`. */
  trim(signal: number, maxBytes: number): void {
    const statement = this.#database.prepare(
      `DELETE FROM block WHERE signal = ? AND id <= (
         SELECT max(id) FROM (
           SELECT id, sum(length(body)) OVER (ORDER BY id DESC) AS size FROM block WHERE signal = ?
         ) WHERE size > ?)`,
    );
    statement.run(signal, signal, maxBytes);
  }

  transaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollback();
      throw error;
    }
  }

  #rollback(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      // A full disk makes SQLite roll back by itself. Only newer runtimes could say so beforehand.
    }
  }

  /** Carries the log into the file and gives its room back. */
  checkpoint(): void {
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** Pages that hold something, and those that are free for what comes. */
  get pages(): { readonly used: number; readonly free: number } {
    const free = this.#number('freelist_count');
    return { used: this.#number('page_count') - free, free };
  }

  /** Gives some of the free pages at the end of the file back to the disk. Files of the first format keep theirs. */
  vacuum(pages: number): void {
    this.#database.exec(`PRAGMA incremental_vacuum(${pages})`);
  }

  get canShrink(): boolean {
    return this.#number('auto_vacuum') === 2;
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#database.close();
  }

  #ids(condition: string, ...values: readonly number[]): number[] {
    const rows = this.#database.prepare(`SELECT id FROM block WHERE ${condition}`).all(...values);
    return rows.map(({ id }) => Number(id));
  }

  #number(pragma: string): number {
    return Number(this.#database.prepare(`PRAGMA ${pragma}`).get()?.[pragma] ?? 0);
  }
}

function headOf(row: Record<string, unknown>): Omit<StoredBlock, 'packed'> {
  return {
    rowId: Number(row['id']),
    signal: Number(row['signal']),
    length: Number(row['length']),
    run: Number(row['run'] ?? 0),
    origin: Number(row['origin'] ?? 0),
  };
}

/** A row of the table as it was read. Older files lack two columns. */
export function blockOf(row: Record<string, unknown>): StoredBlock {
  const packed = { codec: Number(row['codec']) as Codec, bytes: row['body'] as Uint8Array };
  return { ...headOf(row), packed };
}
