import { homedir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { ReadyLine } from '../shared/collectorState.ts';
import { defaultDataDirectory } from '../shared/defaultDataDirectory.ts';
import { DisposableStore } from '../shared/disposable.ts';
import { ClientServer } from './answer/clientServer.ts';
import type { Beginning, Place } from './compose.ts';
import { DataLock } from './dataLock.ts';
import { claimSocket, removeStaleSocket, socketPathOf } from './instance.ts';
import { openDataDirectory } from './openDataDirectory.ts';
import { type Config, readConfig } from './readConfig.ts';
import { doesNotAnswer, runningReadyLine } from './runningCollector.ts';
import type { ServeOptions } from './serveArguments.ts';
import { WaitingRoom } from './waitingRoom.ts';

/** Another collector that has just been started reads its store before it answers; one that ends writes what it has. */
const patienceMillis = 30_000;
const retryMillis = 50;

/**
 * Runs the collector of a data directory until it is told to end, or answers the ready line of the one that
 * already runs. Throws a `UserError` where a port is taken, the settings are wrong or the store cannot be opened; then nothing
 * is left.
 */
export async function serve(options: ServeOptions): Promise<ReadyLine> {
  process.umask(0o077);
  const data = openDataDirectory(
    options.data ?? defaultDataDirectory(process.platform, process.env, homedir()),
  );
  const config = options.config === undefined ? noConfig : readConfig(options.config, process.env);
  const socket = socketPathOf(data);
  const waiting = new WaitingRoom();
  const deadline = performance.now() + patienceMillis;
  for (;;) {
    const place = await claimSocket(socket, () => takePlace(data, socket, waiting));
    if (place !== undefined) return start({ options, config, data, socket, place, waiting });
    const running = await runningReadyLine(data, socket, deadline);
    if (running !== undefined) return running;
    if (performance.now() > deadline) throw doesNotAnswer(data);
    await delay(retryMillis);
  }
}

const noConfig: Config = { settings: {}, warnings: [] };

/** `undefined` where another process holds the data directory: it is about to end, or is reached by another socket. */
async function takePlace(data: string, socket: string, waiting: WaitingRoom): Promise<Place | undefined> {
  const lock = DataLock.tryTake(data);
  if (lock === undefined) return undefined;
  try {
    removeStaleSocket(socket);
    return { lock, server: await ClientServer.listen(socket, waiting.enter) };
  } catch (error) {
    lock.dispose();
    throw error;
  }
}

async function start(beginning: Beginning): Promise<ReadyLine> {
  const { place, waiting } = beginning;
  const owned = new DisposableStore();
  // Last of all, when nothing touches the data directory any more.
  owned.register(place.lock);
  owned.defer(() => place.server.close());
  owned.register(waiting);
  try {
    // Of many that start at once all but one leave without what only that one needs.
    const { compose } = await import('./compose.ts');
    return await compose(beginning, owned);
  } catch (error) {
    owned.dispose();
    throw error;
  }
}
