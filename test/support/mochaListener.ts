import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { MochaEvent } from './mochaEvents.ts';
import { addTallies, type Tally } from './tally.ts';

/** Prints how the tests inside VS Code end, and counts them. */
export class MochaListener {
  readonly #server: Server;
  #tally = addTallies([]);

  static async open(): Promise<MochaListener> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new MochaListener(server);
  }

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => void this.#read(socket));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get tally(): Tally {
    return this.#tally;
  }

  close(): void {
    this.#server.close();
  }

  async #read(socket: Socket): Promise<void> {
    for await (const line of createInterface({ input: socket })) this.#take(JSON.parse(line) as MochaEvent);
  }

  #take(event: MochaEvent): void {
    const { passed, failed, skipped, failures, unsteady } = this.#tally;
    switch (event.kind) {
      case 'pass':
        console.log(` ✓ ${event.title} (${event.millis} ms)`);
        this.#tally = { ...this.#tally, passed: passed + 1 };
        break;
      case 'fail':
        console.log(` ✗ ${event.title}\n${event.error.replaceAll(/^/gm, '     ')}`);
        this.#tally = {
          ...this.#tally,
          failed: failed + 1,
          failures: [...failures, `vscode: ${event.title}`],
        };
        break;
      case 'retry':
        console.log(` ↻ ${event.title}\n${event.error.replaceAll(/^/gm, '     ')}`);
        this.#tally = { ...this.#tally, unsteady: [...unsteady, `vscode: ${event.title}`] };
        break;
      case 'skip':
        console.log(` - ${event.title}`);
        this.#tally = { ...this.#tally, skipped: skipped + 1 };
    }
  }
}
