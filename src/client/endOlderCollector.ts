import type { CollectorState } from '../shared/collectorState.ts';
import { UserError } from '../shared/userError.ts';
import { openConnection } from './connection.ts';
import { isRunning, processEnd } from './processEnd.ts';

/** An older collector may have much to write before it ends. */
const patienceMillis = 15_000;

/**
 * Ends a collector of an older protocol in its own words, and waits until it has written everything and let go of its ports.
 * Rejects with a `UserError` where it stays.
 */
export async function endOlderCollector(
  state: CollectorState,
  name: string,
  reason: 'stopped' | 'replaced',
): Promise<void> {
  const connection = await openConnection(state, { name, onChange: () => undefined });
  // It has ended by itself, or another window was quicker.
  if (connection === undefined) return;
  try {
    await Promise.race([connection.rpc.remote.stop({ reason }).catch(() => undefined), connection.closed]);
    await processEnd(state.pid, patienceMillis);
  } finally {
    connection.dispose();
  }
  if (!(await isRunning(state.pid))) return;
  throw new UserError(
    `The collector of an older Spanline (process ${state.pid}) did not end within 15 seconds. End it and try again.`,
  );
}
