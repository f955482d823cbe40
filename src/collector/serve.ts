import { randomBytes } from 'node:crypto';
import type { Server, Socket } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ReadyLine } from '../shared/collectorState.ts';
import { defaultDataDirectory } from '../shared/defaultDataDirectory.ts';
import { DisposableStore } from '../shared/disposable.ts';
import { protocolVersion } from '../shared/protocol.ts';
import { ChangeFeed, collectorChange } from './answer/changeFeed.ts';
import { ClientServer } from './answer/clientServer.ts';
import { collectorAnswers, type Identity } from './answer/collectorAnswers.ts';
import { TraceList } from './answer/traceList.ts';
import { CollectorControls } from './collectorControls.ts';
import { Forwards } from './forward/forwards.ts';
import { claimSocket, socketPathOf } from './instance.ts';
import { openDataDirectory } from './openDataDirectory.ts';
import { Door } from './receive/door.ts';
import { ForeignReceivers } from './receive/foreignReceivers.ts';
import { otlpGrpcMethods } from './receive/grpcCall.ts';
import { createHttp1Server } from './receive/http1Server.ts';
import { createHttp2Server } from './receive/http2Server.ts';
import { otlpService } from './receive/otlpHttp.ts';
import { type Protocols, ReceiverPort } from './receive/receiverPort.ts';
import { runningReadyLine } from './runningCollector.ts';
import { HeadSampler } from './sampling/headSampler.ts';
import type { ServeOptions } from './serveArguments.ts';
import { removeState, writeState } from './stateFile.ts';
import { BlockFile } from './store/blockFile.ts';
import { Intake } from './store/intake.ts';
import { TraceStore } from './store/traceStore.ts';
import { version } from './version.ts';

/** A connection that does not end by itself must not keep the process. */
const lastMomentMillis = 1_000;

/**
 * Runs the collector of a data directory until it is told to end, or answers the ready line of the one that
 * already runs. Throws a `UserError` where a port is taken or the store cannot be opened; then nothing is left.
 */
export async function serve(options: ServeOptions): Promise<ReadyLine> {
  process.umask(0o077);
  const data = openDataDirectory(
    options.data ?? defaultDataDirectory(process.platform, process.env, homedir()),
  );
  const socket = socketPathOf(data);
  const waiting = new WaitingRoom();
  for (;;) {
    const server = await claimSocket(socket, () => ClientServer.listen(socket, waiting.enter));
    if (server !== undefined) return start(options, data, socket, server, waiting);
    const running = await runningReadyLine(data, socket);
    if (running !== undefined) return running;
  }
}

/** Clients that come while the store is being opened. */
class WaitingRoom {
  #early: Socket[] = [];
  #welcome: ((socket: Socket) => void) | undefined;

  readonly enter = (socket: Socket): void => {
    if (this.#welcome === undefined) this.#early.push(socket);
    else this.#welcome(socket);
  };

  open(welcome: (socket: Socket) => void): void {
    this.#welcome = welcome;
    for (const socket of this.#early) if (!socket.destroyed) welcome(socket);
    this.#early = [];
  }

  dispose(): void {
    for (const socket of this.#early) socket.destroy();
  }
}

async function start(
  options: ServeOptions,
  data: string,
  socket: string,
  server: Server,
  waiting: WaitingRoom,
): Promise<ReadyLine> {
  const owned = new DisposableStore();
  owned.defer(() => server.close());
  owned.register(waiting);
  try {
    return await assemble(options, data, socket, server, waiting, owned);
  } catch (error) {
    owned.dispose();
    throw error;
  }
}

/** Builds everything from the store outwards; `owned` ends it in the opposite order. */
async function assemble(
  options: ServeOptions,
  data: string,
  socket: string,
  server: Server,
  waiting: WaitingRoom,
  owned: DisposableStore,
): Promise<ReadyLine> {
  const startedUnixMillis = Date.now();
  const file = new BlockFile(join(data, 'spans.db'));
  owned.defer(() => file.close());
  const feed = owned.register(
    new ChangeFeed({
      wrote: (rowId) => forwards.committed(rowId),
      isEmpty: () => clients.clients.length === 0,
      tell: (change) => clients.emit('changed', collectorChange(store, door.paused, change)),
    }),
  );
  const store = new TraceStore(file, options.maxSpans, feed);
  const intake = new Intake(file, () => store.index, store);
  const sampler = new HeadSampler(store.drops);
  const door = new Door(intake, sampler);
  const forwards = owned.register(new Forwards(store));
  const controls = new CollectorControls({ store, door, sampler, forwards }, !options.exitsWhenIdle);
  controls.configure({ maxDiskMegabytes: options.maxDiskMegabytes });
  const list = new TraceList(store);
  const token = randomBytes(24).toString('base64url');
  const stop = (): void => void setImmediate(() => end(owned));
  const api = collectorAnswers({
    store,
    list,
    intake,
    door,
    feed,
    controls,
    forwards,
    receivers: () => [
      { name: 'OTLP/gRPC', address: ports.grpc },
      { name: 'OTLP/HTTP', address: ports.http },
      ...foreign.health(),
    ],
    identity: () => identity,
    clients: () => clients.clients,
    stop,
  });
  const clients = new ClientServer(server, token, api);
  store.load();
  owned.defer(() => intake.flush());
  const ports = await openPorts(options, door, owned);
  const foreign = owned.register(
    await ForeignReceivers.open(
      {
        zipkin: options.zipkinPort,
        jaegerThrift: options.jaegerThriftPort,
        jaegerGrpc: options.jaegerGrpcPort,
      },
      door,
    ),
  );
  const identity: Identity = {
    pid: process.pid,
    version,
    protocol: protocolVersion,
    ...ports,
    socket,
    data,
    startedUnixMillis,
  };
  writeState(data, { protocol: protocolVersion, version, pid: process.pid, socket, token, ...ports });
  owned.defer(() => removeState(data));
  owned.register(clients);
  waiting.open((client) => clients.welcome(client));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return { ready: true, pid: process.pid, ...ports, socket, data, version };
}

async function openPorts(
  options: ServeOptions,
  door: Door,
  owned: DisposableStore,
): Promise<Pick<ReadyLine, 'grpc' | 'http'>> {
  const service = otlpService(door);
  const protocols: Protocols = {
    http1: createHttp1Server(door, service),
    http2: createHttp2Server(door, otlpGrpcMethods(door), service),
  };
  const grpc = owned.register(await ReceiverPort.listen(options.grpcPort, '--otlp-grpc', protocols));
  const http = owned.register(await ReceiverPort.listen(options.httpPort, '--otlp-http', protocols));
  return { grpc: grpc.address, http: http.address };
}

/** What was received but not yet written is written; then the process has nothing more to do. */
function end(owned: DisposableStore): void {
  if (owned.disposed) return;
  owned.dispose();
  if (process.connected) process.disconnect?.();
  setTimeout(() => process.exit(), lastMomentMillis).unref();
}
