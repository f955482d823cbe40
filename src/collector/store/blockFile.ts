import { statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { UserError } from '../../shared/userError.ts';
import { type Codec, type PackedBlock, packBlock, unpackAside, unpackBlock } from './blockCodec.ts';

/** What a block's bytes are, as the file keeps it. */
export const signal = { traces: 1, logs: 2, metrics: 3 } as const;
export type Signal = (typeof signal)[keyof typeof signal];

/** Raised when an older Spanline could not read the file. */
const formatVersion = 1;

export interface Block {
  readonly rowId: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface BlockFileOptions {
  /** For tests of a full disk. */
  readonly maxPages?: number;
}

/**
 * The file that keeps what was sent, a block a row: the raw OTLP protobuf of requests, one after the other,
 * compressed together. Committed blocks survive the death of the process (SQLite's write-ahead log without
 * a sync at each commit: after a power cut the last moments may be missing, the file is whole).
 */
export class BlockFile {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;
  readonly #selectOf: StatementSync;
  readonly #delete: StatementSync;

  /** Throws a `UserError` where the file is of a newer Spanline or is no such file. */
  constructor(path: string, options: BlockFileOptions = {}) {
    this.#path = path;
    this.#database = openDatabase(path);
    if (options.maxPages !== undefined) this.#database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
    this.#insert = this.#database.prepare(
      'INSERT INTO block (signal, codec, length, body) VALUES (?, ?, ?, ?)',
    );
    this.#select = this.#database.prepare('SELECT codec, length, body FROM block WHERE id = ?');
    this.#selectOf = this.#database.prepare(
      'SELECT codec, length, body FROM block WHERE id = ? AND signal = ?',
    );
    this.#delete = this.#database.prepare('DELETE FROM block WHERE id = ?');
  }

  /** Of the file with its log. */
  get diskBytes(): number {
    return ['', '-wal'].reduce((sum, suffix) => sum + sizeOf(this.#path + suffix), 0);
  }

  /** Writes blocks in one transaction and answers their row numbers; all or none are kept. */
  append(blocks: readonly { readonly signal: Signal; readonly bytes: Uint8Array }[]): number[] {
    const packed = blocks.map((block) => ({ ...block, packed: packBlock(block.bytes) }));
    if (packed.length === 1)
      return packed.map((block) => this.#append(block.signal, block.packed, block.bytes));
    return this.#inTransaction(() =>
      packed.map((block) => this.#append(block.signal, block.packed, block.bytes)),
    );
  }

  read(rowId: number): Uint8Array<ArrayBuffer> | undefined {
    const row = this.#select.get(rowId);
    return row === undefined ? undefined : unpackRow(row);
  }

  /** The same, unpacked in another thread. */
  async readAside(rowId: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const row = this.#select.get(rowId);
    return row === undefined ? undefined : unpackAside(packedOf(row), Number(row['length']));
  }

  remove(rowIds: readonly number[]): void {
    if (rowIds.length === 0) return;
    this.#inTransaction(() => {
      for (const rowId of rowIds) this.#delete.run(rowId);
    });
  }

  /** All blocks of traces, in the order in which they came. */
  *traceBlocks(): Generator<Block> {
    const rows = this.#database.prepare(
      `SELECT id, codec, length, body FROM block WHERE signal = ${signal.traces} ORDER BY id`,
    );
    for (const row of rows.iterate()) yield { rowId: Number(row['id']), bytes: unpackRow(row) };
  }

  /** Blocks of a kind, the ones that came at about the same time as a row first. */
  *near(rowId: number, kind: Signal, limit: number): Generator<Block> {
    const ids = this.#database.prepare('SELECT id FROM block WHERE signal = ? ORDER BY abs(id - ?) LIMIT ?');
    for (const { id } of ids.all(kind, rowId, limit)) {
      const bytes = this.read(Number(id));
      if (bytes !== undefined) yield { rowId: Number(id), bytes };
    }
  }

  /** A block of a kind; `undefined` where there is none of that number, or another has it. */
  readOf(rowId: number, kind: Signal): Uint8Array<ArrayBuffer> | undefined {
    const row = this.#selectOf.get(rowId, kind);
    return row === undefined ? undefined : unpackRow(row);
  }

  /** Numbers of the blocks of a kind behind a row, at most `limit`, in the order in which they came. */
  idsAfter(rowId: number, kind: Signal, limit: number): number[] {
    const ids = this.#database.prepare(
      'SELECT id FROM block WHERE signal = ? AND id > ? ORDER BY id LIMIT ?',
    );
    return ids.all(kind, rowId, limit).map(({ id }) => Number(id));
  }

  count(kind: Signal): number {
    const row = this.#database.prepare('SELECT count(*) AS n FROM block WHERE signal = ?').get(kind);
    return Number(row?.['n'] ?? 0);
  }

  /** Deletes the oldest blocks of a kind until what is left takes at most `maxBytes` on the disk. */
  trim(kind: Signal, maxBytes: number): void {
    const statement = this.#database.prepare(
      `DELETE FROM block WHERE signal = ?1 AND id <= (
         SELECT max(id) FROM (
           SELECT id, sum(length(body)) OVER (ORDER BY id DESC) AS size FROM block WHERE signal = ?1
         ) WHERE size > ?2)`,
    );
    statement.run(kind, maxBytes);
  }

  clear(): void {
    this.#database.exec('DELETE FROM block');
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#database.exec('VACUUM');
  }

  close(): void {
    this.#database.close();
  }

  #append(kind: Signal, packed: PackedBlock, raw: Uint8Array): number {
    return Number(this.#insert.run(kind, packed.codec, raw.length, packed.bytes).lastInsertRowid);
  }

  #inTransaction<T>(work: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    database.exec('PRAGMA busy_timeout = 3000; PRAGMA temp_store = MEMORY');
    checkVersion(database, path);
    database.exec(
      `CREATE TABLE IF NOT EXISTS block (
         id INTEGER PRIMARY KEY, signal INTEGER NOT NULL, codec INTEGER NOT NULL,
         length INTEGER NOT NULL, body BLOB NOT NULL);
       PRAGMA user_version = ${formatVersion}`,
    );
    return database;
  } catch (error) {
    database.close();
    throw error instanceof UserError ? error : unreadable(path, error);
  }
}

function checkVersion(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version <= formatVersion) return;
  throw new UserError(
    `${path} was written by a newer Spanline. Update Spanline, or use another --data directory.`,
  );
}

function unreadable(path: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(
    `${path} cannot be opened (${reason}). Move it away, or use another --data directory.`,
  );
}

function unpackRow(row: Record<string, unknown>): Uint8Array<ArrayBuffer> {
  return unpackBlock(packedOf(row), Number(row['length']));
}

function packedOf(row: Record<string, unknown>): PackedBlock {
  return { codec: Number(row['codec']) as Codec, bytes: row['body'] as Uint8Array };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
