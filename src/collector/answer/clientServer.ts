import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { type ByteStream, type Codec, FrameTransport } from '../../shared/frameTransport.ts';
import {
  type CollectorApi,
  type CollectorEvents,
  type Hello,
  type HelloAnswer,
  protocolVersion,
} from '../../shared/protocol.ts';
import { Rpc } from '../../shared/rpc.ts';

type Connection = Rpc<CollectorApi, CollectorEvents, Record<never, never>, Record<never, never>>;

interface Client {
  readonly name: string;
  readonly connection: Connection;
}

/** A connection that has not said hello for this long is let go. */
const helloMillis = 5_000;
const wrongHello = 'The collector is of another version, or the token is not the one in its state file.';

const codec: Codec = { encode: (value) => serialize(value), decode: (bytes) => deserialize(bytes) };

/** Answers clients on the private socket, once they have shown the token. */
export class ClientServer {
  readonly #server: Server;
  readonly #token: string;
  readonly #api: CollectorApi;
  readonly #clients = new Map<Socket, Client | undefined>();

  constructor(server: Server, token: string, api: CollectorApi) {
    this.#server = server;
    this.#token = token;
    this.#api = api;
  }

  /** A server for the private socket. Connections that come before somebody answers them wait. */
  static listen(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => {
        socket.on('error', () => socket.destroy());
        onConnection(socket);
      });
      server.once('error', reject);
      server.listen(path, () => {
        server.off('error', reject);
        resolve(server);
      });
    });
  }

  get clients(): string[] {
    return [...this.#clients.values()].flatMap((client) => client?.name ?? []);
  }

  emit<K extends keyof CollectorEvents>(name: K, value: CollectorEvents[K]): void {
    for (const client of this.#clients.values()) client?.connection.emit(name, value);
  }

  welcome(socket: Socket): void {
    this.#clients.set(socket, undefined);
    const transport = new FrameTransport(streamOf(socket), codec);
    const tooLong = setTimeout(() => transport.dispose(), helloMillis);
    const first = transport.onMessage((message) => {
      first.dispose();
      clearTimeout(tooLong);
      const name = this.#nameOf(message);
      const answer: HelloAnswer = name === undefined ? { ok: false, reason: wrongHello } : { ok: true };
      transport.send(answer);
      if (name === undefined) transport.dispose();
      else this.#clients.set(socket, { name, connection: new Rpc(transport, this.#api) });
    });
    transport.onClose(() => {
      clearTimeout(tooLong);
      this.#clients.delete(socket);
    });
  }

  /** Takes no more clients and lets go those there are, once what was written to them is sent. */
  dispose(): void {
    this.#server.close();
    for (const socket of this.#clients.keys()) socket.destroySoon();
  }

  /** The client's name where its hello is right. */
  #nameOf(message: unknown): string | undefined {
    const hello = message as Partial<Hello> | undefined;
    if (hello?.protocol !== protocolVersion || typeof hello.token !== 'string') return undefined;
    const given = Buffer.from(hello.token);
    const wanted = Buffer.from(this.#token);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
    return String(hello.client ?? 'unnamed').slice(0, 200);
  }
}

function streamOf(socket: Socket): ByteStream {
  return {
    write: (bytes) => socket.write(bytes),
    onData: (listener) => socket.on('data', listener),
    onClose: (listener) => socket.once('close', () => listener('The connection to the client was lost.')),
    close: () => socket.destroySoon(),
  };
}
