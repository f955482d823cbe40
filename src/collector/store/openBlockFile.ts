import { accessSync, constants, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../../shared/assert.ts';
import { UserError } from '../../shared/userError.ts';
import { troubleOf } from './sqliteTrouble.ts';

/** Raised when an older Spanline could not read the file. */
const formatVersion = 2;

/** `body` stands last, so that the other columns are read without it. `dealt` has one row: the last number that a block ever had. */
const blockTable = `
  CREATE TABLE block (
    id INTEGER PRIMARY KEY, signal INTEGER NOT NULL, codec INTEGER NOT NULL, length INTEGER NOT NULL,
    run INTEGER NOT NULL, origin INTEGER NOT NULL, body BLOB NOT NULL)`;
const otherTables = [
  'CREATE TABLE run (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL, end INTEGER)',
  'CREATE TABLE pin (trace TEXT PRIMARY KEY) WITHOUT ROWID',
  'CREATE TABLE forward_place (name TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID',
  'CREATE TABLE dealt (last INTEGER NOT NULL)',
  'INSERT INTO dealt VALUES (0)',
  `PRAGMA user_version = ${formatVersion}`,
];
/** Adding a column with a default writes no row, however many there are. */
const newColumns = [
  'ALTER TABLE block ADD COLUMN run INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE block ADD COLUMN origin INTEGER NOT NULL DEFAULT 0',
];

/** What brings a file of an older format up to date, as one transaction. */
export function migrationFrom(version: number): readonly string[] {
  return [...(version === 0 ? [blockTable] : newColumns), ...otherTables];
}

/**
 * Opens the file of blocks, brings an older one up to date and makes one where there is none. Throws a `UserError` where it is
 * of a newer Spanline or cannot be opened, and SQLite's own error where it is damaged.
 *
 * The file is this process's alone while it is open. That spares the index of the log that processes share, which is a memory map: on a
 * full disk it would end the process, and on some network drives it does not work.
 */
export function openBlockFile(path: string): DatabaseSync {
  settle(path);
  const isNew = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path);
    // Waiting comes first: all that follows may find the file locked by one that is ending.
    database.exec('PRAGMA busy_timeout = 3000; PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY');
    // Only a file without tables takes these two. Another would be written to, for which a full disk may have no room.
    if (isNew) database.exec('PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL');
    // Commits survive the end of the process, however it ends. After a power cut the last ones may be missing; the file is whole.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    migrate(database, path);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof UserError || troubleOf(error) === 'damaged') throw error;
    throw unusable(path, error);
  }
}

/** Where a file that takes the place of another is made. */
export function successorOf(path: string): string {
  return `${path}.new`;
}

const patiently = { force: true, maxRetries: 10, retryDelay: 20 };

export function removeDatabase(path: string): void {
  // The log goes first: it must never be taken for that of another file.
  for (const suffix of ['-wal', '-shm', '-journal', '']) rmSync(path + suffix, patiently);
}

/** A successor is whole once the file it follows was put away; before that it is a beginning of one. */
function settle(path: string): void {
  const successor = successorOf(path);
  if (!existsSync(successor)) return;
  if (existsSync(path)) {
    removeDatabase(successor);
    return;
  }
  removeDatabase(path);
  renameSync(successor, path);
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
  database.exec(['BEGIN IMMEDIATE', ...migrationFrom(version), 'COMMIT'].join(';'));
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

function unusable(path: string, error: unknown): UserError {
  switch (isReadOnly(path) ? 'readOnly' : troubleOf(error)) {
    case 'locked':
      return new UserError(`${path} is used by another process. End it, or use another --data directory.`);
    case 'full':
      return new UserError(`${path} cannot be made, because the disk is full. Free some space.`);
    case 'readOnly':
      return new UserError(
        `${path} cannot be written, because it or its folder is read-only. Make them writable, or use another --data directory.`,
      );
    default:
      return new UserError(
        `${path} cannot be opened (${messageOf(error)}). Move it away, or use another --data directory.`,
      );
  }
}

function isReadOnly(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK);
    if (existsSync(path)) accessSync(path, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}
