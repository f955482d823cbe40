import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Gives a VS Code server an address that fits on a line: `/` leads to `query(host)`, all else is passed on as it is.
 * `host` is what the browser calls this machine, which may be the end of a tunnel.
 */
export class FrontDoor {
  readonly #server: Server;

  static async open(port: number, behind: URL, query: (host: string) => string): Promise<FrontDoor> {
    const server = createServer((incoming, answer) => {
      if (incoming.url?.startsWith('/?tkn=') === true && !incoming.url.includes('&'))
        lead(incoming, answer, query);
      else passOn(incoming, answer, behind);
    });
    server.on('upgrade', (incoming, socket, head) => upgrade(incoming, socket, head, behind));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return new FrontDoor(server);
  }

  private constructor(server: Server) {
    this.#server = server;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function lead(incoming: IncomingMessage, answer: ServerResponse, query: (host: string) => string): void {
  answer.writeHead(302, { location: `${incoming.url}&${query(incoming.headers.host ?? '')}` }).end();
}

function passOn(incoming: IncomingMessage, answer: ServerResponse, behind: URL): void {
  const { method = 'GET', url = '/', headers } = incoming;
  const onward = request(
    { host: behind.hostname, port: behind.port, method, path: url, headers },
    (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    },
  );
  onward.on('error', (error) => {
    if (!answer.headersSent) answer.writeHead(502);
    answer.end(error.message);
  });
  incoming.pipe(onward);
}

function upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer, behind: URL): void {
  const onward = connect(Number(behind.port), behind.hostname, () => {
    onward.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headerLines(incoming.rawHeaders)}\r\n`);
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  const end = () => {
    socket.destroy();
    onward.destroy();
  };
  for (const side of [socket, onward]) side.on('error', end).on('close', end);
}

function headerLines(raw: readonly string[]): string {
  const lines = raw.flatMap((name, index) =>
    index % 2 === 0 ? [`${name}: ${raw[index + 1] ?? ''}\r\n`] : [],
  );
  return lines.join('');
}
