import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import type { Handler } from '../handlers.ts';
import type { Span } from '../openTelemetry.ts';
import type { FrameworkTools } from './framework.ts';

/**
 * Plain `node:http`: the function that `createServer` or `on('request')` was given, where it is the user's own.
 * Frameworks say something better later on.
 */
export class HttpServerListeners {
  readonly #tools: FrameworkTools;
  readonly #handlers = new WeakMap<object, Handler>();
  readonly #onApplication: (application: object) => void;
  #server: Server | undefined;

  constructor(tools: FrameworkTools, onApplication: (application: object) => void) {
    this.#tools = tools;
    this.#onApplication = onApplication;
  }

  /** Node tells which server a request is for right before instrumentation starts its span, in the same turn. */
  start(): void {
    subscribe('http.server.request.start', (message) => {
      this.#server = (message as { readonly server?: Server }).server;
    });
  }

  spanStarted(span: Span): void {
    const server = this.#server;
    this.#server = undefined;
    const listeners = server?.listeners('request') ?? [];
    const [listener] = listeners;
    if (listeners.length !== 1 || listener === undefined) return;
    // An application of a framework is a function with properties.
    if (Object.keys(listener).length > 0) this.#onApplication(listener);
    else this.#tools.handlers.mark(span, this.#handlerOf(listener as Handler['callee']));
  }

  #handlerOf(callee: Handler['callee']): Handler {
    const known = this.#handlers.get(callee);
    if (known !== undefined) return known;
    const handler = { callee, servesAll: true };
    this.#handlers.set(callee, handler);
    return handler;
  }
}
