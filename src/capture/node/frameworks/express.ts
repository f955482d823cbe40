import type { Handler } from '../handlers.ts';
import type { WantedModule } from '../moduleLoads.ts';
import { type FrameworkTools, guarded } from './framework.ts';

interface Route {
  readonly stack: readonly object[];
}

type Callable = (...args: never[]) => unknown;

const ownFiles =
  /\/node_modules\/(?:express|router|@opentelemetry\/instrumentation[^/]*|@opentelemetry\/[^/]+|shimmer)\//;
const handlingMethods = ['handleRequest', 'handle_request'];

/**
 * Express 4 and 5, and what is built on them. Every method of a route (`get`, `all`, …) adds one layer for each
 * function it is given; when a layer is run, its function is what handles the request.
 */
export function express(tools: FrameworkTools): readonly WantedModule[] {
  const layers = new ExpressLayers(tools);
  return [
    {
      requests: ['router'],
      file: /\/node_modules\/router\/index\.js$/,
      use: (exports) => layers.watchRoutes((exports as { readonly Route?: Callable }).Route),
    },
    {
      requests: ['./route', './router/route'],
      file: /\/node_modules\/express\/lib\/router\/route\.js$/,
      use: (exports) => layers.watchRoutes(exports as Callable),
    },
  ];
}

class ExpressLayers {
  readonly #tools: FrameworkTools;
  readonly #handlers = new WeakMap<object, Handler>();
  readonly #watched = new WeakSet<object>();

  constructor(tools: FrameworkTools) {
    this.#tools = tools;
  }

  watchRoutes(route: Callable | undefined): void {
    const prototype = route?.prototype as object | undefined;
    if (prototype === undefined) return;
    for (const name of Object.keys(prototype).filter((it) => !it.startsWith('_')))
      this.#watchMethod(prototype, name);
  }

  #watchMethod(prototype: object, name: string): void {
    const methods = prototype as Record<string, unknown>;
    const method = methods[name];
    if (typeof method !== 'function' || name === 'dispatch') return;
    const layers = this;
    methods[name] = function spanlineRoute(this: Route, ...args: unknown[]): unknown {
      const before = this.stack?.length ?? 0;
      const answer: unknown = Reflect.apply(method, this, args);
      guarded(layers.#tools.failures, 'express', () => layers.#added(this, before, args, spanlineRoute));
      return answer;
    };
  }

  #added(route: Route, before: number, args: readonly unknown[], cut: Callable): void {
    const added = route.stack.slice(before);
    if (added.length === 0) return;
    const callees = args.flat(Number.POSITIVE_INFINITY) as readonly Callable[];
    const registration = this.#tools.caller.registration((file) => ownFiles.test(file), cut);
    for (const [index, layer] of added.entries()) {
      const callee = callees[index];
      if (typeof callee === 'function') this.#handlers.set(layer, { callee, registration });
      this.#watchLayers(Object.getPrototypeOf(layer) as object);
    }
  }

  #watchLayers(prototype: object): void {
    if (this.#watched.has(prototype)) return;
    this.#watched.add(prototype);
    const name = handlingMethods.find((it) => it in prototype);
    if (name === undefined) return;
    const methods = prototype as Record<string, (...args: unknown[]) => unknown>;
    const handle = methods[name];
    const called = (layer: object): void => this.#called(layer);
    methods[name] = function spanlineLayer(this: object, ...args: unknown[]): unknown {
      called(this);
      return handle?.apply(this, args);
    };
  }

  #called(layer: object): void {
    const handler = this.#handlers.get(layer);
    if (handler === undefined) return;
    guarded(this.#tools.failures, 'express', () => this.#tools.handlers.called(handler));
  }
}
