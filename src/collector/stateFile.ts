import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CollectorState, collectorStateFile } from '../shared/collectorState.ts';

/** Writes the state file in one step, so that nobody reads half of it. */
export function writeState(data: string, state: CollectorState): void {
  const path = join(data, collectorStateFile);
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(state)}\n`, { mode: 0o600 });
  renameSync(draft, path);
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
