import type { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../shared/assert.ts';
import type { Run, RunId, RunKind } from '../../shared/run.ts';

/** A run as the file keeps it: how many traces are held of it is the index's to say. */
export type SavedRun = Omit<Run, 'traces'>;

/** What the collector remembers beside the blocks. Statements are made when they are needed: none of this happens often. */
export class CollectorTables {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The last number a block ever had, also where it went. */
  lastRowId(): number {
    const row = this.#database
      .prepare(
        `SELECT max((SELECT coalesce(max(last), 0) FROM dealt), (SELECT coalesce(max(id), 0) FROM block),
                    (SELECT coalesce(max(row), 0) FROM forward_place)) AS last`,
      )
      .get();
    return Number(row?.['last'] ?? 0);
  }

  saveLastRowId(rowId: number): void {
    this.#database.prepare('UPDATE dealt SET last = max(last, ?)').run(rowId);
  }

  forwardPlace(name: string): number | undefined {
    const row = this.#database.prepare('SELECT row FROM forward_place WHERE name = ?').get(name);
    return row === undefined ? undefined : Number(row['row']);
  }

  setForwardPlace(name: string, row: number): void {
    this.#database
      .prepare(
        'INSERT INTO forward_place (name, row) VALUES (?, ?) ON CONFLICT DO UPDATE SET row = excluded.row',
      )
      .run(name, row);
  }

  removeForwardPlaces(except: ReadonlySet<string>): void {
    const remove = this.#database.prepare('DELETE FROM forward_place WHERE name = ?');
    for (const [name] of this.forwardPlaces()) if (!except.has(name)) remove.run(name);
  }

  forwardPlaces(): [name: string, row: number][] {
    const rows = this.#database.prepare('SELECT name, row FROM forward_place').all();
    return rows.map(({ name, row }) => [String(name), Number(row)]);
  }

  pins(): string[] {
    const rows = this.#database.prepare('SELECT trace FROM pin ORDER BY trace').all();
    return rows.map(({ trace }) => String(trace));
  }

  setPins(traceIds: readonly string[], pinned: boolean): void {
    const change = this.#database.prepare(
      pinned ? 'INSERT OR IGNORE INTO pin (trace) VALUES (?)' : 'DELETE FROM pin WHERE trace = ?',
    );
    for (const traceId of traceIds) change.run(traceId);
  }

  savedRuns(): SavedRun[] {
    return this.#database
      .prepare('SELECT id, name, kind, start, end FROM run ORDER BY id')
      .all()
      .map((row) => ({
        id: Number(row['id']) as RunId,
        name: String(row['name']),
        kind: String(row['kind']) as RunKind,
        startUnixMillis: Number(row['start']),
        ...(row['end'] === null ? {} : { endUnixMillis: Number(row['end']) }),
      }));
  }

  saveRun(run: SavedRun): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO run (id, name, kind, start, end) VALUES (?, ?, ?, ?, ?)')
      .run(run.id, run.name, run.kind, run.startUnixMillis, run.endUnixMillis ?? null);
  }

  /** What was last said, as text. */
  settings(): [name: string, value: string][] {
    const table = "SELECT 1 FROM sqlite_master WHERE name = 'setting'";
    if (this.#database.prepare(table).get() === undefined) return [];
    const rows = this.#database.prepare('SELECT name, value FROM setting').all();
    return rows.map(({ name, value }) => [String(name), String(value)]);
  }

  /** The table is made with the first of them: it is no reason for another format of the file. */
  saveSetting(name: string, value: string): void {
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
    );
    this.#database
      .prepare(
        'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
      )
      .run(name, value);
  }

  removeRuns(ids: readonly number[]): void {
    const remove = this.#database.prepare('DELETE FROM run WHERE id = ?');
    for (const id of ids) remove.run(id);
  }
}

/** All of it. */
export interface Remembered {
  readonly lastRowId: number;
  readonly pins: readonly string[];
  readonly runs: readonly SavedRun[];
  readonly forwardPlaces: readonly (readonly [name: string, row: number])[];
  readonly settings: readonly (readonly [name: string, value: string])[];
}

/** What a file remembers, as far as it can be read. */
export function remembered(tables: CollectorTables): Remembered {
  return {
    lastRowId: readable(() => tables.lastRowId(), 0),
    pins: readable(() => tables.pins(), []),
    runs: readable(() => tables.savedRuns(), []),
    forwardPlaces: readable(() => tables.forwardPlaces(), []),
    settings: readable(() => tables.settings(), []),
  };
}

export function remember(
  tables: CollectorTables,
  { lastRowId, pins, runs, forwardPlaces, settings }: Remembered,
): void {
  tables.saveLastRowId(lastRowId);
  tables.setPins(pins, true);
  for (const run of runs) tables.saveRun(run);
  for (const [name, row] of forwardPlaces) tables.setForwardPlace(name, row);
  for (const [name, value] of settings) tables.saveSetting(name, value);
}

function readable<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    process.stderr.write(`Something that the store remembers cannot be read: ${messageOf(error)}\n`);
    return otherwise;
  }
}
