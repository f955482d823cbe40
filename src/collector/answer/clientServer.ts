import { timingSafeEqual } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { deserialize, serialize } from 'node:v8';
import { Emitter } from '../../shared/event.ts';
import { type ByteStream, type Codec, FrameTransport } from '../../shared/frameTransport.ts';
import {
  type CollectorApi,
  type CollectorEvents,
  type EndReason,
  type Hello,
  type HelloAnswer,
  newerRunsSentence,
  protocolVersion,
} from '../../shared/protocol.ts';
import { Rpc } from '../../shared/rpc.ts';

type Connection = Rpc<CollectorApi, CollectorEvents, Record<never, never>, Record<never, never>>;

interface Client {
  readonly name: string;
  readonly connection: Connection;
  /** When its last frame came, milliseconds of `performance.now()`. */
  lastHeard: number;
}

export interface ClientPatience {
  /** Until a connection has said hello. */
  readonly helloMillis: number;
  /** Until a client that says nothing is let go. */
  readonly silentMillis: number;
  /** How often that is looked at. */
  readonly lookMillis: number;
}

const defaultPatience: ClientPatience = { helloMillis: 5_000, silentMillis: 30_000, lookMillis: 5_000 };
/** What is still to be written to a client that does not read must not keep its connection. */
const lastMomentMillis = 1_000;

const codec: Codec = { encode: (value) => serialize(value), decode: (bytes) => deserialize(bytes) };

/** Answers clients on the private socket, once they have shown the token, for as long as they are heard of. */
export class ClientServer {
  readonly #token: string;
  readonly #api: CollectorApi;
  readonly #patience: ClientPatience;
  readonly #clients = new Map<Socket, Client | undefined>();
  readonly #changes = new Emitter<void>();
  readonly #silences = new Emitter<string>();
  readonly #timer: NodeJS.Timeout;
  #server: Server;
  #lastLook = performance.now();

  /** A client has come or gone. */
  readonly onDidChangeClients = this.#changes.event;
  /** A client of that name was let go because nothing was heard of it. */
  readonly onDidLetGo = this.#silences.event;

  constructor(server: Server, token: string, api: CollectorApi, patience = defaultPatience) {
    this.#server = server;
    this.#token = token;
    this.#api = api;
    this.#patience = patience;
    this.#timer = setInterval(() => this.#lookForSilent(), patience.lookMillis).unref();
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
        server.on('error', (error) => process.stderr.write(`A client was not taken (${error.message}).\n`));
        resolve(server);
      });
    });
  }

  /** Connections of clients. */
  get count(): number {
    return [...this.#clients.values()].reduce((sum, client) => (client === undefined ? sum : sum + 1), 0);
  }

  /** Each name once, with how many there are of it where it is more than one: `code 1.139.1 (2)`. */
  get names(): string[] {
    const counts = new Map<string, number>();
    for (const client of this.#clients.values())
      if (client !== undefined) counts.set(client.name, (counts.get(client.name) ?? 0) + 1);
    return [...counts].map(([name, count]) => (count === 1 ? name : `${name} (${count})`));
  }

  /** Takes connections from another server from now on; clients that are connected stay. */
  async moveTo(listen: () => Promise<Server>): Promise<void> {
    // In this order, because a server that is closed removes what lies at its path.
    this.#server.close();
    this.#server = await listen();
  }

  emit<K extends keyof CollectorEvents>(name: K, value: CollectorEvents[K]): void {
    for (const client of this.#clients.values()) client?.connection.emit(name, value);
  }

  welcome(socket: Socket): void {
    this.#clients.set(socket, undefined);
    const transport = new FrameTransport(streamOf(socket), codec);
    const tooLong = setTimeout(() => transport.dispose(), this.#patience.helloMillis);
    const first = transport.onMessage((message) => {
      first.dispose();
      clearTimeout(tooLong);
      this.#answerHello(socket, transport, message);
    });
    transport.onClose(() => {
      clearTimeout(tooLong);
      this.#clients.delete(socket);
      this.#changes.fire();
    });
  }

  /** Takes no more clients and lets go those there are, once they were told why and what was written to them is sent. */
  end(reason: EndReason): void {
    this.emit('ending', { reason });
    this.dispose();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#server.close();
    for (const socket of this.#clients.keys()) letGo(socket);
    this.#changes.dispose();
    this.#silences.dispose();
  }

  #answerHello(socket: Socket, transport: FrameTransport, message: unknown): void {
    const hello = message as Partial<Hello> | undefined;
    const reason = this.#refusalOf(hello);
    const answer: HelloAnswer = reason === undefined ? { ok: true } : { ok: false, reason };
    transport.send(answer);
    if (reason !== undefined) {
      transport.dispose();
      return;
    }
    const name = String(hello?.client ?? 'unnamed').slice(0, 200);
    const client: Client = { name, connection: new Rpc(transport, this.#api), lastHeard: performance.now() };
    transport.onMessage(() => {
      client.lastHeard = performance.now();
    });
    this.#clients.set(socket, client);
    this.#changes.fire();
  }

  #refusalOf(hello: Partial<Hello> | undefined): string | undefined {
    if (typeof hello?.token !== 'string' || !this.#isToken(hello.token))
      return 'The token is not the one in the state file of the collector.';
    const protocol = Number(hello.protocol);
    if (protocol === protocolVersion) return undefined;
    return protocol < protocolVersion
      ? newerRunsSentence
      : `The collector that runs is of an older version (protocol ${protocolVersion}).`;
  }

  #isToken(given: string): boolean {
    const [one, other] = [Buffer.from(given), Buffer.from(this.#token)];
    return one.length === other.length && timingSafeEqual(one, other);
  }

  /** A host that hangs or sleeps must not keep the collector, nor what is to be sent to it. */
  #lookForSilent(): void {
    const now = performance.now();
    const { silentMillis, lookMillis } = this.#patience;
    const wasAway = now - this.#lastLook > lookMillis + silentMillis / 2;
    this.#lastLook = now;
    for (const [socket, client] of this.#clients) {
      if (client === undefined) continue;
      // It was this process that slept or was busy: what clients said meanwhile is still to be read.
      if (wasAway) client.lastHeard = now;
      if (now - client.lastHeard <= silentMillis) continue;
      client.connection.emit('ending', { reason: 'silent' });
      letGo(socket);
      this.#silences.fire(client.name);
    }
  }
}

function letGo(socket: Socket): void {
  socket.destroySoon();
  setTimeout(() => socket.destroy(), lastMomentMillis).unref();
}

function streamOf(socket: Socket): ByteStream {
  return {
    write: (bytes) => socket.write(bytes),
    onData: (listener) => socket.on('data', listener),
    onClose: (listener) => socket.once('close', () => listener('The connection to the client was lost.')),
    close: () => socket.destroySoon(),
  };
}
