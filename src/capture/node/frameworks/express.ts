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

interface Layer {
  readonly handle?: Callable & { readonly stack?: readonly Layer[] };
  readonly route?: { readonly stack: readonly Layer[] };
}

/**
 * Express 4 and 5, and what is built on them. Every method of a route (`get`, `all`, …) adds one layer for each
 * function it is given; when a layer is run, its function is what handles the request.
 */
export class Express {
  readonly #tools: FrameworkTools;
  readonly #handlers = new WeakMap<object, Handler>();
  readonly #watched = new WeakSet<object>();

  constructor(tools: FrameworkTools) {
    this.#tools = tools;
  }

  /** Where routes and layers are made. */
  modules(): readonly WantedModule[] {
    return [
      {
        requests: ['router'],
        file: /\/node_modules\/router\/index\.js$/,
        use: (exports) => this.#watchRoutes((exports as { readonly Route?: Callable }).Route),
      },
      {
        requests: ['./route', './router/route'],
        file: /\/node_modules\/express\/lib\/router\/route\.js$/,
        use: (exports) => this.#watchRoutes(exports as Callable),
      },
    ];
  }

  /**
   * The routes of an application that a server was given. It is all there is of a framework that was made part
   * of the program's one file.
   */
  watchApplication(application: object): void {
    if (this.#watched.has(application)) return;
    this.#watched.add(application);
    const pending = [...(routerOf(application)?.stack ?? [])];
    const seen = new Set<Layer>();
    for (let layer = pending.pop(); layer !== undefined; layer = pending.pop()) {
      if (seen.has(layer)) continue;
      seen.add(layer);
      for (const inner of layer.route?.stack ?? []) this.#found(inner);
      pending.push(...(layer.handle?.stack ?? []));
    }
  }

  #found(layer: Layer): void {
    if (this.#handlers.has(layer) || layer.handle === undefined) return;
    this.#handlers.set(layer, { callee: layer.handle });
    this.#watchLayers(Object.getPrototypeOf(layer) as object);
  }

  #watchRoutes(route: Callable | undefined): void {
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
    this.#tools.handlers.expect();
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

/** Express 4 throws where Express 5 has its router. */
function routerOf(application: object): { readonly stack?: readonly Layer[] } | undefined {
  const { _router: old } = application as { readonly _router?: { readonly stack?: readonly Layer[] } };
  return old ?? (application as { readonly router?: { readonly stack?: readonly Layer[] } }).router;
}
