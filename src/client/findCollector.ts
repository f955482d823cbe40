import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CollectorState, collectorStateFile } from '../shared/collectorState.ts';
import { newerRunsSentence, protocolVersion } from '../shared/protocol.ts';
import { UserError } from '../shared/userError.ts';
import { type ClientEnd, type Connection, isReachable, openConnection } from './connection.ts';
import { OlderCollectorError } from './olderCollectorError.ts';

/**
 * A connection to the collector that serves a data directory, or `undefined` where none does. Rejects with an
 * `OlderCollectorError` where it speaks an older protocol, and a `UserError` where it speaks a newer one.
 */
export async function findCollector(
  dataDirectory: string,
  client: ClientEnd,
): Promise<Connection | undefined> {
  const state = await readCollectorState(dataDirectory);
  if (state === undefined) return undefined;
  if (state.protocol === protocolVersion) return await openConnection(state, client);
  if (!(await isReachable(state))) return undefined;
  if (state.protocol < protocolVersion) throw new OlderCollectorError(state);
  throw new UserError(newerRunsSentence);
}

/** What the state file says; `undefined` where there is none, or one that is no state file. */
export async function readCollectorState(dataDirectory: string): Promise<CollectorState | undefined> {
  try {
    const state: unknown = JSON.parse(await readFile(join(dataDirectory, collectorStateFile), 'utf8'));
    return isState(state) ? state : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return undefined;
    throw error;
  }
}

function isState(state: unknown): state is CollectorState {
  if (typeof state !== 'object' || state === null) return false;
  const fields = state as Record<string, unknown>;
  return (
    typeof fields['socket'] === 'string' &&
    typeof fields['token'] === 'string' &&
    typeof fields['protocol'] === 'number'
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
