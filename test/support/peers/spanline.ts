import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../../src/client/connection.ts';
import { findCollector } from '../../../src/client/findCollector.ts';
import type { CollectorApi } from '../../../src/shared/protocol.ts';
import { CollectorProcess } from '../collectorProcess.ts';

/** Spanline's collector with a data directory of its own, and a client's connection to it. */
export class Spanline {
  readonly #data: string;
  readonly #args: readonly string[];
  #process: CollectorProcess;
  #connection: Connection;

  static async start(args: readonly string[] = []): Promise<Spanline> {
    const data = await mkdtemp(join(tmpdir(), 'spanline-peers-'));
    const process = await CollectorProcess.start({ data, args });
    return new Spanline(data, args, process, await connect(data));
  }

  private constructor(
    data: string,
    args: readonly string[],
    process: CollectorProcess,
    connection: Connection,
  ) {
    this.#data = data;
    this.#args = args;
    this.#process = process;
    this.#connection = connection;
  }

  get api(): CollectorApi {
    return this.#connection.rpc.remote;
  }

  /** `127.0.0.1:PORT`, both. */
  get grpc(): string {
    return this.#process.ready.grpc;
  }

  get http(): string {
    return this.#process.ready.http;
  }

  /** A folder for whatever the test writes; it goes with the collector. */
  get folder(): string {
    return this.#data;
  }

  /** The same data at the same ports, in another process; `meanwhile` happens while there is none. */
  async restart(meanwhile?: () => Promise<void>): Promise<void> {
    const { grpc, http } = this;
    await this.#end();
    await meanwhile?.();
    this.#process = await CollectorProcess.start({
      data: this.#data,
      args: this.#args,
      grpcPort: portOf(grpc),
      httpPort: portOf(http),
    });
    this.#connection = await connect(this.#data);
  }

  async stop(): Promise<void> {
    await this.#end();
    await rm(this.#data, { recursive: true, force: true, maxRetries: 5 });
  }

  /** All that it has, or the named traces, as OTLP/JSON. */
  async document(): Promise<unknown> {
    const pieces: Uint8Array[] = [];
    let cursor: string | undefined;
    do {
      const piece = await this.api.export({
        format: 'otlp-json',
        ...(cursor === undefined ? {} : { cursor }),
      });
      pieces.push(piece.bytes);
      cursor = piece.next;
    } while (cursor !== undefined);
    return JSON.parse(Buffer.concat(pieces).toString());
  }

  async #end(): Promise<void> {
    this.#connection.dispose();
    await this.#process.stop();
  }
}

async function connect(data: string): Promise<Connection> {
  const connection = await findCollector(data, { name: 'peers', onChange: () => undefined });
  if (connection === undefined) throw new Error('The collector does not answer.');
  return connection;
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}
