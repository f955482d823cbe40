import type { Disposable } from '../../shared/disposable.ts';
import { Emitter } from '../../shared/event.ts';
import type { Transport } from '../../shared/rpc.ts';

/** What a thread and the way back to its parent have in common. */
interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Messages between a thread and its parent. It is closed by who learns that the other end is gone. */
export class ThreadTransport implements Transport, Disposable {
  readonly #port: Port;
  readonly #messages = new Emitter<unknown>();
  readonly #closes = new Emitter<string>();
  readonly onMessage = this.#messages.event;
  readonly onClose = this.#closes.event;

  constructor(port: Port) {
    this.#port = port;
    port.on('message', (message) => this.#messages.fire(message));
  }

  send(message: unknown): void {
    this.#port.postMessage(message);
  }

  close(reason: string): void {
    this.#closes.fire(reason);
    this.#messages.dispose();
    this.#closes.dispose();
  }

  dispose(): void {
    this.close('The connection was closed.');
  }
}
