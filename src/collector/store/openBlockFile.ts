import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../shared/userError.ts';

/** Raised when an older Spanline could not read the file. */
const formatVersion = 2;

/**
 * What is long stands last, so that the columns before it are read without it. `dealt` has one row: the last number
 * that a block ever had.
 */
const blockTable = `
  CREATE TABLE block (
    id INTEGER PRIMARY KEY, signal INTEGER NOT NULL, codec INTEGER NOT NULL, length INTEGER NOT NULL,
    run INTEGER NOT NULL, origin INTEGER NOT NULL, body BLOB NOT NULL);`;
const otherTables = `
  CREATE TABLE run (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER);
  CREATE TABLE pin (trace TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE forward_place (name TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE dealt (last INTEGER NOT NULL);
  INSERT INTO dealt VALUES (0);`;
/** Adding a column with a default writes no row, however many there are. */
const fromVersion1 = `
  ALTER TABLE block ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE block ADD COLUMN origin INTEGER NOT NULL DEFAULT 0;`;

/**
 * Opens the file of blocks, brings an older one up to date and makes one where there is none. Throws a `UserError` where the
 * file is of a newer Spanline or is no such file.
 */
export function openBlockFile(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    // The busy timeout comes first: all that follows may find the file locked.
    database.exec('PRAGMA busy_timeout = 3000; PRAGMA temp_store = MEMORY');
    // Only a file without tables takes these two.
    database.exec('PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    migrate(database, path);
    return database;
  } catch (error) {
    database.close();
    throw error instanceof UserError ? error : unreadable(path, error);
  }
}

/** In one transaction, so that a file is of one version whenever the process ends. */
function migrate(database: DatabaseSync, path: string): void {
  const version = versionOf(database);
  if (version > formatVersion) {
    throw new UserError(
      `${path} was written by a newer Spanline. Update Spanline, or use another --data directory.`,
    );
  }
  if (version === formatVersion) return;
  const changes = (version === 0 ? blockTable : fromVersion1) + otherTables;
  database.exec(`BEGIN IMMEDIATE; ${changes} PRAGMA user_version = ${formatVersion}; COMMIT`);
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

function unreadable(path: string, error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(
    `${path} cannot be opened (${reason}). Move it away, or use another --data directory.`,
  );
}
