import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { deserialize, serialize } from 'node:v8';
import type { CollectorState, ReadyLine } from '../shared/collectorState.ts';
import { FrameTransport } from '../shared/frameTransport.ts';
import {
  type CollectorApi,
  type CollectorEvents,
  type Hello,
  newerRunsSentence,
  protocolVersion,
} from '../shared/protocol.ts';
import { Rpc } from '../shared/rpc.ts';
import { UserError } from '../shared/userError.ts';
import { isServed } from './instance.ts';
import { readState } from './stateFile.ts';

const retryMillis = 50;
/** One that reads its store answers late; the question is asked again. */
const askMillis = 10_000;

/**
 * The ready line of the collector that serves the data directory; it was asked, not believed. One of an older protocol is ended.
 * `undefined` where there is none, or not any more. Throws a `UserError` where there is a newer one, and where it does not answer
 * until `deadline`, milliseconds of `performance.now()`.
 */
export async function runningReadyLine(
  data: string,
  socket: string,
  deadline: number,
): Promise<ReadyLine | undefined> {
  for (;;) {
    const state = readState(data);
    const line = state === undefined ? undefined : await readyLineOf(state);
    if (line !== undefined || !(await isServed(socket))) return line;
    if (performance.now() > deadline) throw doesNotAnswer(data);
    await delay(retryMillis);
  }
}

/** For a data directory that somebody holds and nobody serves. */
export function doesNotAnswer(data: string): UserError {
  const pid = readState(data)?.pid;
  const which = pid === undefined ? 'its process id is not known' : `process ${pid}`;
  return new UserError(
    `Another collector holds ${data} but does not answer. End it (${which}) and try again.`,
  );
}

async function readyLineOf(state: CollectorState): Promise<ReadyLine | undefined> {
  // State files of the first releases name no protocol.
  const protocol = Number(state.protocol ?? 1);
  if (protocol > protocolVersion) {
    if (await isServed(state.socket)) throw new UserError(newerRunsSentence);
    return undefined;
  }
  if (protocol === protocolVersion) return await ask(state, protocol, readyLine);
  await ask(state, protocol, (api) => api.stop({ reason: 'replaced' }));
  return undefined;
}

async function readyLine(api: CollectorApi): Promise<ReadyLine> {
  const { pid, grpc, http, socket, data, version } = await api.health();
  return { ready: true, pid, grpc, http, socket, data, version };
}

/** `undefined` where the connection ends, or no answer comes in time. */
function ask<T>(
  state: CollectorState,
  protocol: number,
  question: (api: CollectorApi) => Promise<T>,
): Promise<T | undefined> {
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
    const tooLong = setTimeout(() => transport.dispose(), askMillis);
    const hello: Hello = { protocol, token: state.token, client: 'collector serve' };
    transport.send(hello);
    const rpc = new Rpc<Record<never, never>, Record<never, never>, CollectorApi, CollectorEvents>(
      transport,
      {},
    );
    const asked = question(rpc.remote).catch(() => undefined);
    void asked.then((answer) => {
      clearTimeout(tooLong);
      transport.dispose();
      resolve(answer);
    });
  });
}
