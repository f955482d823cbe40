import { NoCollectorError } from '../client/noCollectorError.ts';
import { OlderCollectorError } from '../client/olderCollectorError.ts';
import type { CommandContext } from './commandContext.ts';

/** Where none runs, what was asked for is already so. */
export async function stopCommand({ api, out, invocation }: CommandContext): Promise<void> {
  const pid = await stop(api);
  const text = pid === undefined ? 'No collector is running.' : `Stopped the collector (process ${pid}).`;
  await out.write(`${invocation.json ? JSON.stringify({ stopped: pid !== undefined, pid }) : text}\n`);
}

async function stop(api: CommandContext['api']): Promise<number | undefined> {
  try {
    const { pid } = await api.health();
    await api.stop();
    return pid;
  } catch (error) {
    if (error instanceof NoCollectorError) return undefined;
    if (!(error instanceof OlderCollectorError)) throw error;
    // It speaks another protocol and can be asked nothing, but every one can be ended.
    await api.stop();
    return error.state.pid;
  }
}
