import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type CollectorState, collectorStateFile } from '../shared/collectorState.ts';
import { UserError } from '../shared/userError.ts';

/** Writes the state file in one step, so that nobody reads half of it. Throws a `UserError` where the disk is full. */
export function writeState(data: string, state: CollectorState): void {
  const path = join(data, collectorStateFile);
  const draft = `${path}.${process.pid}`;
  const text = `${JSON.stringify(state)}\n`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    if (!isFull(error)) throw error;
    overwrite(path, text);
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

/** The file that a killed collector left has its room on the disk: this one can start and be asked to clear. */
function overwrite(path: string, text: string): void {
  try {
    const file = openSync(path, 'r+');
    try {
      writeSync(file, text, 0);
      ftruncateSync(file, Buffer.byteLength(text));
    } finally {
      closeSync(file);
    }
  } catch {
    throw new UserError(`The disk with ${path} is full, so that Spanline cannot start. Free some space.`);
  }
}

/** The state, or `undefined` where there is none that can be read. */
export function readState(data: string): CollectorState | undefined {
  try {
    const state = JSON.parse(readFileSync(join(data, collectorStateFile), 'utf8')) as Partial<CollectorState>;
    return typeof state.token === 'string' && typeof state.socket === 'string'
      ? (state as CollectorState)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the state file where it is this process's own. */
export function removeState(data: string): void {
  if (readState(data)?.pid === process.pid) rmSync(join(data, collectorStateFile), { force: true });
}
