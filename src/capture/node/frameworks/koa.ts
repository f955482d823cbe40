import type { Handler } from '../handlers.ts';
import type { WantedModule } from '../moduleLoads.ts';
import { after, type FrameworkTools } from './framework.ts';

type Callable = Handler['callee'];

interface Layer {
  readonly methods: readonly string[];
  /** The functions of the route, its handler last. */
  readonly stack: readonly Callable[];
}

interface Match {
  readonly route?: boolean;
  readonly pathAndMethod?: readonly Layer[];
}

const ownFiles = /\/node_modules\/(?:@koa\/router|koa-router|@opentelemetry\/[^/]+)\//;

/**
 * Koa with `@koa/router` or its older name `koa-router`: where that is loaded, or else where a Koa application is
 * given its routes, since as an ES module it cannot be seen earlier.
 */
export class Koa {
  readonly #tools: FrameworkTools;
  readonly #watched = new WeakSet<object>();
  /** By what is called: routers that are put into others have all but that copied. */
  readonly #handlers = new WeakMap<Callable, Handler>();
  /** What layers called when the application asked for them. */
  readonly #originals = new WeakMap<Layer, Callable>();

  constructor(tools: FrameworkTools) {
    this.#tools = tools;
  }

  modules(): readonly WantedModule[] {
    return [
      {
        requests: ['@koa/router', 'koa-router'],
        file: /\/node_modules\/(?:@koa\/router|koa-router)\//,
        use: (exports) => this.#watchRouter(prototypeOf(exports)),
      },
      {
        requests: ['koa'],
        file: /\/node_modules\/koa\/lib\/application\.js$/,
        use: (exports) => this.#watchApplications(prototypeOf(exports)),
      },
    ];
  }

  #watchApplications(prototype: object | undefined): void {
    if (prototype === undefined) return;
    after(prototype, 'use', this.#tools.failures, (_self, [middleware]) => {
      const { router } = middleware as { readonly router?: object };
      if (router !== undefined) this.#watchRouter(Object.getPrototypeOf(router) as object);
    });
  }

  #watchRouter(prototype: object | undefined): void {
    if (prototype === undefined || this.#watched.has(prototype)) return;
    this.#watched.add(prototype);
    const { caller, failures } = this.#tools;
    after(prototype, 'register', failures, (_self, [, , middleware], _answer, wrapper) => {
      this.#tools.handlers.expect();
      const callee = [middleware].flat().at(-1);
      if (typeof callee !== 'function' || this.#handlers.has(callee as Callable)) return;
      const registration = caller.registration((file) => ownFiles.test(file), wrapper);
      this.#handlers.set(callee as Callable, { callee: callee as Callable, registration });
    });
    // Instrumentation puts functions of its own in the place of handlers, but only after it has asked for the routes.
    for (const name of ['routes', 'middleware'])
      after(prototype, name, failures, (self) =>
        this.#rememberLayers(self as { readonly stack?: readonly Layer[] }),
      );
    after(prototype, 'match', failures, (_self, _args, answer) => {
      const { route, pathAndMethod = [] } = answer as Match;
      const layer = pathAndMethod.findLast((it) => it.methods.length > 0);
      const callee = layer === undefined ? undefined : (this.#originals.get(layer) ?? layer.stack.at(-1));
      if (route === true && callee !== undefined) this.#tools.handlers.called(this.#handlerOf(callee));
    });
  }

  #rememberLayers({ stack = [] }: { readonly stack?: readonly Layer[] }): void {
    for (const layer of stack) {
      const callee = layer.stack.at(-1);
      if (callee !== undefined && !this.#originals.has(layer)) this.#originals.set(layer, callee);
    }
  }

  #handlerOf(callee: Callable): Handler {
    const known = this.#handlers.get(callee);
    if (known !== undefined) return known;
    const handler = { callee };
    this.#handlers.set(callee, handler);
    return handler;
  }
}

function prototypeOf(exports: unknown): object | undefined {
  const named = exports as { readonly default?: unknown; readonly Router?: unknown };
  const type = [exports, named.default, named.Router].find((it) => typeof it === 'function');
  return (type as { readonly prototype?: object } | undefined)?.prototype;
}
