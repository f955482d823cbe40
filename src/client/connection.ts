import { connect, type Socket } from 'node:net';
import type { CollectorState } from '../shared/collectorState.ts';
import type { Disposable } from '../shared/disposable.ts';
import { type ByteStream, FrameTransport } from '../shared/frameTransport.ts';
import type {
  CollectorApi,
  CollectorChange,
  CollectorEvents,
  EndReason,
  HelloAnswer,
} from '../shared/protocol.ts';
import { Rpc } from '../shared/rpc.ts';
import { UserError } from '../shared/userError.ts';
import { Heartbeat } from './heartbeat.ts';
import { ownedCodec } from './ownedCodec.ts';

type CollectorRpc = Rpc<Record<never, never>, Record<never, never>, CollectorApi, CollectorEvents>;

/** An open connection whose handshake went well. */
export interface Connection extends Disposable {
  readonly state: CollectorState;
  readonly rpc: CollectorRpc;
  isOpen(): boolean;
  /** Settles, never rejects, when the connection has ended. */
  readonly closed: Promise<void>;
  /** Why the collector has ended the connection, as far as it has said. */
  readonly ending: EndReason | undefined;
}

/** This end of a connection. */
export interface ClientEnd {
  /** For people. */
  readonly name: string;
  /** Called from the first event on, which may come in one piece with the handshake. */
  onChange(change: CollectorChange): void;
}

/** A collector that accepts connections and does not answer within this time hangs. */
const handshakeMillis = 15_000;

/**
 * Connects to the collector that a state file names, in the protocol that it names. `undefined` where nobody listens there any
 * more; a `UserError` where somebody does and refuses, or does not answer.
 */
export async function openConnection(
  state: CollectorState,
  client: ClientEnd,
): Promise<Connection | undefined> {
  const socket = await openSocket(state.socket);
  if (socket === undefined) return undefined;
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  const transport = new FrameTransport(streamOf(socket), ownedCodec);
  let ending: EndReason | undefined;
  const rpc = await shakeHands(transport, state, {
    name: client.name,
    onChange: (change) => client.onChange(change),
    onEnding: (reason) => {
      ending = reason;
    },
  });
  if (rpc === undefined) return undefined;
  // A beat fails where the connection has ended, which is heard of by itself.
  const beat = (): void => void rpc.remote.ping().catch(() => undefined);
  const heartbeat = new Heartbeat(beat, () => performance.now());
  void closed.then(() => {
    if (heartbeat.wasAway) ending ??= 'silent';
    heartbeat.dispose();
  });
  return {
    state,
    rpc,
    get ending() {
      return ending;
    },
    isOpen: () => !socket.closed && !socket.destroyed,
    closed,
    dispose: () => {
      heartbeat.dispose();
      rpc.dispose();
      transport.dispose();
    },
  };
}

/** Whether somebody listens where the state file says. */
export async function isReachable(state: CollectorState): Promise<boolean> {
  const socket = await openSocket(state.socket);
  socket?.destroy();
  return socket !== undefined;
}

function openSocket(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    // A dead collector leaves a socket file that refuses, or none: either way there is nobody to talk to.
    socket.once('error', () => resolve(undefined));
  });
}

function streamOf(socket: Socket): ByteStream {
  let reason = 'The collector closed the connection.';
  socket.on('error', (error) => {
    reason = `The connection to the collector broke (${error.message}).`;
  });
  return {
    write: (bytes) => void socket.write(bytes),
    onData: (listener) => void socket.on('data', listener),
    onClose: (listener) => void socket.on('close', () => listener(reason)),
    close: () => socket.destroy(),
  };
}

/** The first frame each way; whatever follows the answer belongs to the calls. `undefined` where it ended meanwhile. */
function shakeHands(
  transport: FrameTransport,
  state: CollectorState,
  client: ClientEnd & { onEnding(reason: EndReason): void },
): Promise<CollectorRpc | undefined> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      settle();
      transport.dispose();
      reject(new UserError(reason));
    };
    const timer = setTimeout(() => fail(silenceSentence(state)), handshakeMillis);
    const closing = transport.onClose(() => {
      settle();
      resolve(undefined);
    });
    const answering = transport.onMessage((message) => {
      const answer = message as HelloAnswer;
      if (!answer.ok) return fail(`${answer.reason} ${helpSentence(state)}`);
      settle();
      const rpc: CollectorRpc = new Rpc(transport, {});
      rpc.on('changed', (change) => client.onChange(change));
      rpc.on('ending', ({ reason }) => client.onEnding(reason));
      resolve(rpc);
    });
    const settle = (): void => {
      clearTimeout(timer);
      closing.dispose();
      answering.dispose();
    };
    transport.send({ protocol: state.protocol, token: state.token, client: client.name });
  });
}

function silenceSentence(state: CollectorState): string {
  return `The running collector does not answer. ${helpSentence(state)}`;
}

function helpSentence(state: CollectorState): string {
  return `End it (process ${state.pid}) and try again.`;
}
