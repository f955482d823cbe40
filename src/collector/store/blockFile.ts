import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Codec, type PackedBlock, packBlock, unpackAside, unpackBlock } from './blockCodec.ts';
import { CollectorTables, type SavedRun } from './collectorTables.ts';
import { openBlockFile } from './openBlockFile.ts';

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
  readonly #rowsAfter: StatementSync;
  readonly #tables: CollectorTables;
  #lastRowId: number;

  /** Throws a `UserError` where the file is of a newer Spanline or is no such file. */
  constructor(path: string, options: BlockFileOptions = {}) {
    this.#path = path;
    this.#database = openBlockFile(path);
    if (options.maxPages !== undefined) this.#database.exec(`PRAGMA max_page_count = ${options.maxPages}`);
    this.#insert = this.#database.prepare(
      'INSERT INTO block (id, signal, codec, length, run, origin, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#select = this.#database.prepare('SELECT codec, length, body FROM block WHERE id = ?');
    this.#selectOf = this.#database.prepare(
      'SELECT codec, length, body FROM block WHERE id = ? AND signal = ?',
    );
    this.#delete = this.#database.prepare('DELETE FROM block WHERE id = ?');
    this.#rowsAfter = this.#database.prepare(
      `SELECT id, signal, length, length(body) AS packed, origin, run
         FROM block WHERE id > ? ORDER BY id LIMIT ?`,
    );
    this.#tables = new CollectorTables(this.#database);
    this.#lastRowId = this.#tables.lastRowId();
  }

  /** Of all blocks that ever were, those that went included: numbers never go back. */
  get lastRowId(): number {
    return this.#lastRowId;
  }

  /** Of the file with its log. */
  get diskBytes(): number {
    return ['', '-wal'].reduce((sum, suffix) => sum + sizeOf(this.#path + suffix), 0);
  }

  /** Writes blocks in one transaction and answers their row numbers; all or none are kept. */
  append(blocks: readonly NewBlock[]): number[] {
    const packed = blocks.map(pack);
    // A statement alone is a transaction.
    if (packed.length === 1) return this.#dealt(this.#insertAll(packed));
    return this.#dealt(this.#inTransaction(() => this.#insertAll(packed)));
  }

  /** Puts blocks in the place of others in one transaction and answers the new row numbers, which are the last ones. */
  replace(removed: readonly number[], added: readonly NewBlock[]): number[] {
    const packed = added.map(pack);
    return this.#dealt(
      this.#inTransaction(() => {
        this.#deleteAll(removed);
        return this.#insertAll(packed);
      }),
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
    this.#inTransaction(() => this.#deleteAll(rowIds));
  }

  /** All blocks of traces, in the order in which they came. */
  *traceBlocks(): Generator<Block & { readonly run: number }> {
    const rows = this.#database.prepare(
      `SELECT id, codec, length, run, body FROM block WHERE signal = ${signal.traces} ORDER BY id`,
    );
    for (const row of rows.iterate()) {
      yield { rowId: Number(row['id']), run: Number(row['run']), bytes: unpackRow(row) };
    }
  }

  /** Blocks of all kinds behind a row, in the order in which they came. */
  rowsAfter(rowId: number, limit: number): BlockRow[] {
    return this.#rowsAfter.all(rowId, limit).map((row) => ({
      rowId: Number(row['id']),
      signal: Number(row['signal']) as Signal,
      length: Number(row['length']),
      packedLength: Number(row['packed']),
      origin: Number(row['origin']) as Origin,
      run: Number(row['run']),
    }));
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
    this.#inTransaction(() => {
      this.#tables.saveLastRowId(this.#lastRowId);
      statement.run(kind, maxBytes);
    });
  }

  /** Removes all blocks. Runs, pins and the places of forwards stay. */
  clear(): void {
    this.#inTransaction(() => {
      this.#tables.saveLastRowId(this.#lastRowId);
      this.#database.exec('DELETE FROM block');
    });
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.#database.exec('VACUUM');
  }

  close(): void {
    this.#database.close();
  }

  /** The row up to which everything was sent to a back end; `undefined` where nothing is known of it. */
  forwardPlace(name: string): number | undefined {
    return this.#tables.forwardPlace(name);
  }

  setForwardPlace(name: string, row: number): void {
    this.#tables.setForwardPlace(name, row);
  }

  removeForwardPlaces(except: ReadonlySet<string>): void {
    this.#inTransaction(() => this.#tables.removeForwardPlaces(except));
  }

  /** Trace ids of 32 hexadecimal digits. */
  pins(): string[] {
    return this.#tables.pins();
  }

  setPins(traceIds: readonly string[], pinned: boolean): void {
    this.#inTransaction(() => this.#tables.setPins(traceIds, pinned));
  }

  /** In the order in which they began. */
  savedRuns(): SavedRun[] {
    return this.#tables.savedRuns();
  }

  saveRun(run: SavedRun): void {
    this.#tables.saveRun(run);
  }

  removeRuns(ids: readonly number[]): void {
    this.#inTransaction(() => this.#tables.removeRuns(ids));
  }

  #insertAll(blocks: readonly Packed[]): number[] {
    return blocks.map(({ block, packed }, i) => {
      const rowId = this.#lastRowId + 1 + i;
      const { run = 0, origin: from = origin.received } = block;
      this.#insert.run(rowId, block.signal, packed.codec, block.bytes.length, run, from, packed.bytes);
      return rowId;
    });
  }

  /** Once they are written. */
  #dealt(rowIds: number[]): number[] {
    this.#lastRowId = rowIds.at(-1) ?? this.#lastRowId;
    return rowIds;
  }

  /** While the last block there ever was is in the file, it is what says its number. */
  #deleteAll(rowIds: readonly number[]): void {
    if (rowIds.includes(this.#lastRowId)) this.#tables.saveLastRowId(this.#lastRowId);
    for (const rowId of rowIds) this.#delete.run(rowId);
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

interface Packed {
  readonly block: NewBlock;
  readonly packed: PackedBlock;
}

function pack(block: NewBlock): Packed {
  return { block, packed: packBlock(block.bytes) };
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
