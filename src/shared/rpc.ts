import { messageOf } from './assert.ts';
import type { Disposable } from './disposable.ts';
import { UserError } from './userError.ts';

/** What carries messages between two ends: a socket, `postMessage`, or a pair of functions in a test. */
export interface Transport {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Disposable;
  /** Called once when no message can come any more, with the reason as a sentence. */
  onClose(listener: (reason: string) => void): Disposable;
}

/** One end's calls: asynchronous methods of at most one argument. */
export type Api<T> = { [K in keyof T]: (argument: never) => Promise<unknown> };

type Message =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'error'; readonly id: number; readonly message: string; readonly user: boolean }
  | { readonly type: 'event'; readonly name: string; readonly value: unknown };

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type Method = (argument: unknown) => Promise<unknown>;
type Listener = (value: unknown) => void;

/**
 * One end of a typed connection. `Local` is what this end answers, `Remote` what the other end does;
 * the event types map an event's name to its payload. Every call ends: a handler that throws answers with
 * the error, and a closed transport rejects all that is pending.
 */
export class Rpc<Local extends Api<Local>, LocalEvents, Remote extends Api<Remote>, RemoteEvents>
  implements Disposable
{
  /** The other end's methods. */
  readonly remote: Remote;
  readonly #transport: Transport;
  readonly #local: Local;
  readonly #pending = new Map<number, Pending>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #subscriptions: Disposable[];
  #nextId = 1;
  #closed: string | undefined;

  constructor(transport: Transport, local: Local) {
    this.#transport = transport;
    this.#local = local;
    this.remote = this.#makeRemote();
    this.#subscriptions = [
      transport.onMessage((message) => this.#receive(message)),
      transport.onClose((reason) => this.#close(reason)),
    ];
  }

  /** Tells the other end that something happened; does nothing when it is gone. */
  emit<K extends keyof LocalEvents & string>(name: K, value: LocalEvents[K]): void {
    if (this.#closed === undefined) this.#send({ type: 'event', name, value });
  }

  /** Listens to an event of the other end. */
  on<K extends keyof RemoteEvents & string>(name: K, listener: (value: RemoteEvents[K]) => void): Disposable {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const own: Listener = (value) => listener(value as RemoteEvents[K]);
    listeners.add(own);
    return { dispose: () => listeners.delete(own) };
  }

  dispose(): void {
    this.#close('The connection was closed.');
  }

  #makeRemote(): Remote {
    const call = (method: string, argument: unknown): Promise<unknown> => this.#call(method, argument);
    // A proxy that answered to `then` would be taken for a promise when it is awaited or returned.
    return new Proxy({} as Remote, {
      get: (_target, method) =>
        typeof method === 'string' && method !== 'then'
          ? (argument: unknown) => call(method, argument)
          : undefined,
    });
  }

  #call(method: string, argument: unknown): Promise<unknown> {
    if (this.#closed !== undefined) return Promise.reject(new Error(this.#closed));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#send({ type: 'call', id, method, argument });
    });
  }

  #send(message: Message): void {
    this.#transport.send(message);
  }

  #receive(raw: unknown): void {
    const message = raw as Message;
    switch (message.type) {
      case 'call':
        void this.#answer(message.id, message.method, message.argument);
        break;
      case 'result':
        this.#take(message.id)?.resolve(message.value);
        break;
      case 'error':
        this.#take(message.id)?.reject(
          message.user ? new UserError(message.message) : new Error(message.message),
        );
        break;
      case 'event':
        for (const listener of [...(this.#listeners.get(message.name) ?? [])]) listener(message.value);
        break;
    }
  }

  async #answer(id: number, method: string, argument: unknown): Promise<void> {
    try {
      const value = await this.#handler(method)(argument);
      if (this.#closed === undefined) this.#send({ type: 'result', id, value });
    } catch (error) {
      if (this.#closed !== undefined) return;
      this.#send({ type: 'error', id, message: messageOf(error), user: error instanceof UserError });
    }
  }

  #handler(method: string): Method {
    const handler: unknown = Object.hasOwn(Object.prototype, method)
      ? undefined
      : Reflect.get(this.#local as object, method);
    if (typeof handler !== 'function') throw new Error(`There is no method "${method}" here.`);
    return (argument) => Reflect.apply(handler, this.#local, [argument]) as Promise<unknown>;
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #close(reason: string): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const pending of this.#pending.values()) pending.reject(new Error(reason));
    this.#pending.clear();
    this.#listeners.clear();
  }
}
