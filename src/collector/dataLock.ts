import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../shared/assert.ts';
import type { Disposable } from '../shared/disposable.ts';
import { UserError } from '../shared/userError.ts';

/** SQLite's code for a file that somebody else has locked (https://www.sqlite.org/rescode.html#busy). */
const sqliteBusy = 5;

/**
 * Holds a data directory for this process alone, whatever path it is reached by and wherever its socket is: two stores on one
 * file would each index half of it. It is a database of its own with nothing in it, because SQLite knows how to lock a file on
 * every system, and the system lets go of the lock when the process ends, however it ends.
 */
export class DataLock implements Disposable {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** `undefined` where another process holds it; throws a `UserError` where nobody can. */
  static tryTake(data: string): DataLock | undefined {
    const database = open(data);
    try {
      database.exec('BEGIN EXCLUSIVE');
      return new DataLock(database);
    } catch (error) {
      database.close();
      if (isBusy(error)) return undefined;
      throw unwritable(data, error);
    }
  }

  dispose(): void {
    this.#database.close();
  }
}

function open(data: string): DatabaseSync {
  try {
    return new DatabaseSync(join(data, 'collector.lock'));
  } catch (error) {
    throw unwritable(data, error);
  }
}

function isBusy(error: unknown): boolean {
  // The low byte is the code, what is above it says more of the same.
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === sqliteBusy;
}

function unwritable(data: string, error: unknown): UserError {
  return new UserError(
    `The data directory ${data} cannot be written (${messageOf(error)}). Choose another with --data DIR.`,
  );
}
