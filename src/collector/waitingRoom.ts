import type { Socket } from 'node:net';
import type { Disposable } from '../shared/disposable.ts';

/** Clients that come while the store is being opened. */
export class WaitingRoom implements Disposable {
  #early: Socket[] = [];
  #welcome: ((socket: Socket) => void) | undefined;

  readonly enter = (socket: Socket): void => {
    if (this.#welcome === undefined) this.#early.push(socket);
    else this.#welcome(socket);
  };

  open(welcome: (socket: Socket) => void): void {
    this.#welcome = welcome;
    for (const socket of this.#early) if (!socket.destroyed) welcome(socket);
    this.#early = [];
  }

  dispose(): void {
    for (const socket of this.#early) socket.destroy();
  }
}
