import type { Server as Http1Server } from 'node:http';
import type { Http2Server } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import { UserError } from '../../shared/userError.ts';
import { mostConnections, turnAway } from './crowd.ts';
import { isMissingAddress, loopbackAddresses } from './freePorts.ts';
import { isAnswered } from './portProbe.ts';
import { PortTakenError } from './portTakenError.ts';

/** Every HTTP/2 connection starts with these (RFC 9113 §3.4), and no HTTP/1 request does. */
const prefaceStart = Buffer.from('PRI ');
/** A client that has said nothing for this long after connecting is let go. */
const silentMillis = 30_000;
const triesForAnyPort = 20;

/** Who takes the connections, by what their first bytes say. */
export interface Protocols {
  readonly http1: Http1Server;
  readonly http2: Http2Server;
}

/** One port on both loopback addresses, speaking HTTP/1 and HTTP/2. */
export class ReceiverPort {
  readonly port: number;
  readonly #servers: readonly Server[];
  readonly #sockets: Set<Socket>;

  private constructor(port: number, servers: readonly Server[], sockets: Set<Socket>) {
    this.port = port;
    this.#servers = servers;
    this.#sockets = sockets;
  }

  /**
   * Port 0 takes any free one. Throws a `PortTakenError` that says by whom the port is taken, on either address, and a
   * `UserError` where it may not be had; both name `option`.
   */
  static async listen(port: number, option: string, protocols: Protocols): Promise<ReceiverPort> {
    const sockets = new Set<Socket>();
    const make = (): Server => createServer((socket) => welcome(socket, sockets, protocols));
    for (let attempt = 1; ; attempt++) {
      try {
        const servers = await listenOnBoth(make, port);
        return new ReceiverPort(portOf(servers[0] as Server), servers, sockets);
      } catch (error) {
        if (port === 0 && attempt < triesForAnyPort && codeOf(error) === 'EADDRINUSE') continue;
        throw await explained(error, port, option);
      }
    }
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Takes no more connections; those that are open stay. */
  stopListening(): void {
    for (const server of this.#servers) server.close();
  }

  /** Ends all connections. */
  dispose(): void {
    this.stopListening();
    for (const socket of this.#sockets) socket.destroy();
  }
}

async function listenOnBoth(make: () => Server, wanted: number): Promise<Server[]> {
  await refuseShared(wanted);
  const first = await listen(make(), wanted, '127.0.0.1');
  try {
    return [first, await listen(make(), portOf(first), '::1')];
  } catch (error) {
    if (isMissingAddress(codeOf(error))) return [first];
    first.close();
    throw error;
  }
}

/** Some systems let one address be taken beside a program that listens on all of them, and then either gets what is the other's. */
async function refuseShared(port: number): Promise<void> {
  if (port === 0) return;
  for (const host of loopbackAddresses) {
    if (await isAnswered(port, host)) throw new TakenAddressError(host);
  }
}

class TakenAddressError extends Error {
  readonly code = 'EADDRINUSE';
  readonly address: string;

  constructor(address: string) {
    super(`${address} is taken.`);
    this.address = address;
  }
}

function listen(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, ipv6Only: host === '::1' }, () => {
      server.off('error', reject);
      // Such as too many open files: one connection is not taken, the others stay.
      server.on('error', (error) => process.stderr.write(`A connection was not taken (${error.message}).\n`));
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function welcome(socket: Socket, sockets: Set<Socket>, protocols: Protocols): void {
  if (sockets.size >= mostConnections) {
    turnAway(socket);
    return;
  }
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('error', () => socket.destroy());
  const tooLong = setTimeout(() => socket.destroy(), silentMillis);
  socket.on('close', () => clearTimeout(tooLong));
  readFirst(socket, (first) => {
    clearTimeout(tooLong);
    const isHttp2 = first.subarray(0, prefaceStart.length).equals(prefaceStart);
    socket.pause();
    socket.unshift(first);
    (isHttp2 ? protocols.http2 : protocols.http1).emit('connection', socket);
    // Its new owner has attached itself by then.
    process.nextTick(() => socket.resume());
  });
}

/** Reads until the first bytes decide: four of them, or fewer that are no start of the preface. */
function readFirst(socket: Socket, decided: (first: Buffer) => void): void {
  let first: Buffer = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    first = first.length === 0 ? chunk : Buffer.concat([first, chunk]);
    const isStart = prefaceStart.subarray(0, first.length).equals(first.subarray(0, prefaceStart.length));
    if (isStart && first.length < prefaceStart.length) return;
    socket.off('data', onData);
    decided(first);
  };
  socket.on('data', onData);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

async function explained(error: unknown, port: number, option: string): Promise<unknown> {
  switch (codeOf(error)) {
    case 'EADDRINUSE':
      return await PortTakenError.explain(port, takenAddress(error), option);
    case 'EACCES':
      return new UserError(
        `Port ${port} needs rights that Spanline does not have. Choose another with ${option} PORT.`,
      );
    default:
      return error;
  }
}

/** Which of both addresses it is; Node says it as `address`. */
function takenAddress(error: unknown): string {
  return error instanceof Error && 'address' in error && error.address === '::1' ? '::1' : '127.0.0.1';
}
