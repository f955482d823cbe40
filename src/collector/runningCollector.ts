import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import type { CollectorState, ReadyLine } from '../shared/collectorState.ts';
import { FrameTransport } from '../shared/frameTransport.ts';
import { type CollectorApi, type CollectorEvents, type Hello, protocolVersion } from '../shared/protocol.ts';
import { Rpc } from '../shared/rpc.ts';
import { UserError } from '../shared/userError.ts';
import { isServed } from './instance.ts';
import { readState } from './stateFile.ts';

/** A collector that has just been started reads its store before it answers. */
const patienceMillis = 30_000;
const retryMillis = 50;

/** The ready line of the collector that serves the data directory; it was asked, not believed. */
export async function runningReadyLine(data: string, socket: string): Promise<ReadyLine | undefined> {
  const deadline = Date.now() + patienceMillis;
  while (Date.now() < deadline) {
    const state = readState(data);
    const line = state === undefined ? undefined : await ask(state);
    if (line !== undefined) return line;
    if (!(await isServed(socket))) return undefined;
    await delay(retryMillis);
  }
  throw new UserError(
    `Another collector holds ${data} but does not answer. End it (its process id is in collector.json there) and try again.`,
  );
}

function ask(state: CollectorState): Promise<ReadyLine | undefined> {
  return new Promise((resolve) => {
    const socket = connect(state.socket);
    socket.once('error', () => resolve(undefined));
    const transport = new FrameTransport(
      {
        write: (bytes) => socket.write(bytes),
        onData: (listener) => socket.on('data', listener),
        onClose: (listener) => socket.once('close', () => listener('The connection was lost.')),
        close: () => socket.destroy(),
      },
      { encode: (value) => serialize(value), decode: (bytes) => deserialize(bytes) },
    );
    const hello: Hello = { protocol: protocolVersion, token: state.token, client: 'collector serve' };
    transport.send(hello);
    const rpc = new Rpc<Record<never, never>, Record<never, never>, CollectorApi, CollectorEvents>(
      transport,
      {},
    );
    const asked = rpc.remote.health().then(
      ({ pid, grpc, http, socket: path, data, version }): ReadyLine => ({
        ready: true,
        pid,
        grpc,
        http,
        socket: path,
        data,
        version,
      }),
      () => undefined,
    );
    void asked.then((line) => {
      transport.dispose();
      resolve(line);
    });
  });
}
