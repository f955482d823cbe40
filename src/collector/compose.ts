import { randomBytes } from 'node:crypto';
import type { Server } from 'node:net';
import { join } from 'node:path';
import type { CollectorState, ReadyLine } from '../shared/collectorState.ts';
import type { DisposableStore } from '../shared/disposable.ts';
import { type EndReason, protocolVersion, type ReceiverHealth } from '../shared/protocol.ts';
import { ChangeFeed, collectorChange } from './answer/changeFeed.ts';
import { ClientServer } from './answer/clientServer.ts';
import { collectorAnswers, type Identity } from './answer/collectorAnswers.ts';
import { TraceList } from './answer/traceList.ts';
import { CollectorControls } from './collectorControls.ts';
import type { DataLock } from './dataLock.ts';
import { Forwards } from './forward/forwards.ts';
import { IdleExit } from './idleExit.ts';
import { secureSocketDirectory } from './instance.ts';
import { LogFile } from './logFile.ts';
import { openPorts } from './openPorts.ts';
import { Presence } from './presence.ts';
import type { Config } from './readConfig.ts';
import { Door } from './receive/door.ts';
import { ForeignReceivers } from './receive/foreignReceivers.ts';
import { HeadSampler } from './sampling/headSampler.ts';
import type { ServeOptions } from './serveArguments.ts';
import { removeState, writeState } from './stateFile.ts';
import { BlockFile } from './store/blockFile.ts';
import { BlockRewriter } from './store/blockRewriter.ts';
import { Intake } from './store/intake.ts';
import { TraceStore } from './store/traceStore.ts';
import { version } from './version.ts';
import type { WaitingRoom } from './waitingRoom.ts';

/** A connection that does not end by itself must not keep the process. */
const lastMomentMillis = 1_000;

/** What only one process can have of a data directory. */
export interface Place {
  readonly lock: DataLock;
  readonly server: Server;
}

/** What a collector is made from. */
export interface Beginning {
  readonly options: ServeOptions;
  readonly config: Config;
  readonly data: string;
  readonly socket: string;
  readonly place: Place;
  readonly waiting: WaitingRoom;
}

/** Builds everything from the store outwards; `owned` ends it in the opposite order. */
export async function compose(beginning: Beginning, owned: DisposableStore): Promise<ReadyLine> {
  const { options, config, data, socket, place } = beginning;
  const startedUnixMillis = Date.now();
  const log = owned.register(new LogFile(data, () => new Date()));
  const file = new BlockFile(join(data, 'spans.db'));
  owned.defer(() => file.close());
  const feed = owned.register(
    new ChangeFeed({
      wrote: (rowId, bytes) => forwards.committed(rowId, bytes),
      isEmpty: () => clients.count === 0,
      tell: (change) => clients.emit('changed', collectorChange(store, door.paused, change)),
    }),
  );
  const store = new TraceStore(file, options.maxSpans, feed);
  owned.register(store);
  const intake = new Intake(file, () => store.index, store);
  store.runs.follow((run) => {
    intake.run = run;
  });
  const sampler = new HeadSampler(store.drops);
  const door = new Door(intake, sampler);
  const receivers = (): readonly ReceiverHealth[] => [
    { name: 'OTLP/gRPC', address: ports.grpc },
    { name: 'OTLP/HTTP', address: ports.http },
    ...foreign.health(),
  ];
  const forwards = owned.register(
    new Forwards(store, { ownAddresses: () => receivers().flatMap(({ address }) => address ?? []) }),
  );
  const controls = new CollectorControls({ store, door, sampler, forwards }, !options.exitsWhenIdle);
  const { forwards: forwardSettings, ...settings } = config.settings;
  controls.configure({ maxDiskMegabytes: options.maxDiskMegabytes, ...settings });
  const token = randomBytes(24).toString('base64url');
  const stop = (reason: EndReason, why: string): void =>
    void setImmediate(() => {
      if (owned.disposed) return;
      log.write(`Ends: ${why}.`);
      clients.end(reason);
      end(owned);
    });
  const api = collectorAnswers({
    store,
    list: new TraceList(store),
    intake,
    door,
    feed,
    controls,
    forwards,
    receivers,
    identity: () => identity,
    clients: () => clients.names,
    stop: (reason) =>
      stop(reason, reason === 'replaced' ? 'a newer version takes over' : 'a client stopped it'),
  });
  const clients = new ClientServer(place.server, token, api);
  store.load();
  owned.register(new BlockRewriter(store, () => forwards.settledUpTo)).start();
  owned.defer(() => intake.flush());
  const ports = await openPorts(options, door, owned);
  const foreign = owned.register(await ForeignReceivers.open(foreignPorts(options), door));
  if (forwardSettings !== undefined) controls.configure({ forwards: forwardSettings });
  const identity: Identity = {
    pid: process.pid,
    version,
    protocol: protocolVersion,
    ...ports,
    socket,
    data,
    startedUnixMillis,
  };
  beFound(beginning, owned, { identity, token, clients, log });
  live(owned, { clients, controls, forwards, stop, log });
  tellStart(log, identity, [...config.warnings, ...file.notices, ...store.notices]);
  return { ready: true, pid: process.pid, ...ports, socket, data, version };
}

interface Findable {
  readonly identity: Identity;
  readonly token: string;
  readonly clients: ClientServer;
  readonly log: LogFile;
}

/** Lets clients in, those that have waited first, and sees to it that they find the way for as long as it lives. */
function beFound(
  { data, socket, waiting }: Beginning,
  owned: DisposableStore,
  { identity, token, clients, log }: Findable,
): void {
  const { protocol, version: own, pid, grpc, http } = identity;
  const state: CollectorState = { protocol, version: own, pid, socket, token, grpc, http };
  writeState(data, state);
  owned.defer(() => removeState(data));
  owned.register(clients);
  const listenAgain = async (): Promise<void> => {
    secureSocketDirectory(socket);
    await clients.moveTo(() => ClientServer.listen(socket, waiting.enter));
  };
  owned.register(new Presence(data, state, listenAgain, log));
  waiting.open((client) => clients.welcome(client));
}

function foreignPorts(options: ServeOptions) {
  const { zipkinPort: zipkin, jaegerThriftPort: jaegerThrift, jaegerGrpcPort: jaegerGrpc } = options;
  return { zipkin, jaegerThrift, jaegerGrpc };
}

interface Life {
  readonly clients: ClientServer;
  readonly controls: CollectorControls;
  readonly forwards: Forwards;
  readonly log: LogFile;
  stop(reason: EndReason, why: string): void;
}

/** Everything that may end the collector from now on. */
function live(owned: DisposableStore, { clients, controls, forwards, log, stop }: Life): void {
  const idle = owned.register(
    new IdleExit(
      {
        clients: () => clients.count,
        keepsRunning: () => controls.keepRunning,
        hasUnsent: () =>
          forwards.health().some(({ state, queuedBytes }) => state !== 'off' && queuedBytes > 0),
      },
      () => stop('stopped', 'no client was left'),
    ),
  );
  clients.onDidChangeClients(() => idle.update());
  controls.onDidChange(() => idle.update());
  clients.onDidLetGo((name) => log.write(`Let go of ${name}, of which nothing was heard for too long.`));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop('stopped', `${signal} was sent`));
  // Node writes the error itself to stderr, without the time, and ends the process.
  process.on('uncaughtExceptionMonitor', () => log.write('Ends by a fault of its own:'));
}

function tellStart(log: LogFile, identity: Identity, notices: readonly string[]): void {
  const { version: own, pid, grpc, http, data } = identity;
  log.write(
    `Serves ${data}: OTLP/gRPC at ${grpc}, OTLP/HTTP at ${http}; version ${own}, protocol ${protocolVersion}, process ${pid}.`,
  );
  for (const notice of notices) log.write(notice);
}

/** What was received but not yet written is written; then the process has nothing more to do. */
function end(owned: DisposableStore): void {
  owned.dispose();
  if (process.connected) process.disconnect?.();
  setTimeout(() => process.exit(), lastMomentMillis).unref();
}
