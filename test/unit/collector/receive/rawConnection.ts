import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection over which a test sends what it likes, byte by byte. */
export class RawConnection {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;
  /** Closed by the other side, or broken. */
  closed = false;

  static async open(address: string): Promise<RawConnection> {
    const { hostname, port } = new URL(`http://${address}`);
    const socket = connect(Number(port), hostname.replace(/[[\]]/g, '')).setNoDelay();
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('error', () => undefined);
    for (const event of ['end', 'close'] as const) {
      socket.on(event, () => {
        this.closed = true;
        this.#wake();
      });
    }
  }

  get received(): Buffer {
    return this.#received;
  }

  send(bytes: string | Uint8Array): void {
    if (!this.closed) this.socket.write(bytes);
  }

  /** Resolves with what `read` finds in all that was received, or `undefined` where the connection ends before. */
  async until<T>(read: (received: Buffer) => T | undefined): Promise<T | undefined> {
    for (;;) {
      const found = read(this.#received);
      if (found !== undefined || this.closed) return found;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async untilClosed(): Promise<void> {
    await this.until(() => undefined);
  }

  end(): void {
    this.socket.destroy();
  }
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Sends an HTTP/1.1 request as it stands and reads the answer; `undefined` where the connection is closed without one. */
export async function askRaw(address: string, request: string | Uint8Array): Promise<RawAnswer | undefined> {
  const connection = await RawConnection.open(address);
  try {
    connection.send(request);
    const isHead = request.toString().startsWith('HEAD ');
    return await connection.until((received) => readAnswer(received, isHead));
  } finally {
    connection.end();
  }
}

/** The first answer in the bytes, once it is whole. */
export function readAnswer(received: Buffer, isHead = false): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [first = '', ...lines] = received.subarray(0, end).toString().split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.split(': ')[0]?.toLowerCase() ?? '', line.split(': ')[1] ?? '']),
  );
  const status = Number(first.split(' ')[1]);
  const length = isHead ? 0 : Number(headers.get('content-length') ?? 0);
  const body = received.subarray(end + 4);
  return body.length < length ? undefined : { status, headers, body: body.subarray(0, length) };
}
