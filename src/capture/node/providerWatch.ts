import type { Failures } from './failures.ts';
import { type ApiRegistry, registryKey, type Tracer, type TracerProvider } from './openTelemetry.ts';

export interface ProviderEvents {
  /** The first tracer provider is being registered: this program uses OpenTelemetry. */
  onSdk(registry: ApiRegistry): void;
  onTracer(tracer: Tracer): void;
}

type Globals = { [registryKey]?: ApiRegistry };

/**
 * Waits at the place where every copy of the API looks for the SDK. So it finds the SDK of any version, wherever it
 * lies and however it is loaded, and does nothing at all in a program that has none.
 */
export class ProviderWatch {
  readonly #events: ProviderEvents;
  readonly #failures: Failures;
  readonly #seen = new WeakSet<object>();

  constructor(events: ProviderEvents, failures: Failures) {
    this.#events = events;
    this.#failures = failures;
  }

  start(): void {
    const globals = globalThis as Globals;
    onFirstValue(globals, registryKey, (registry) =>
      onFirstValue(registry, 'trace', (provider) =>
        this.#attempt(() => this.#registered(registry, provider)),
      ),
    );
  }

  #registered(registry: ApiRegistry, provider: TracerProvider): void {
    this.#watchTracers(provider);
    this.#events.onSdk(registry);
    if (typeof provider.setDelegate !== 'function') return;
    this.#watchDelegates(Object.getPrototypeOf(provider) as TracerProvider);
    const delegate = provider.getDelegate?.();
    if (delegate !== undefined) this.#watchTracers(delegate);
  }

  /** On the prototype, so that it holds when the program takes its SDK away and registers another. */
  #watchDelegates(prototype: TracerProvider): void {
    const { setDelegate } = prototype;
    if (setDelegate === undefined || this.#seen.has(prototype)) return;
    this.#seen.add(prototype);
    const watch = (delegate: TracerProvider): void => this.#attempt(() => this.#watchTracers(delegate));
    prototype.setDelegate = function (this: TracerProvider, delegate: TracerProvider): void {
      watch(delegate);
      setDelegate.call(this, delegate);
    };
  }

  /** Tracers of one provider are usually of one class, but that may change: the API's has its own until there is an SDK. */
  #watchTracers(provider: TracerProvider): void {
    const { getTracer } = provider;
    if (typeof getTracer !== 'function' || this.#seen.has(provider)) return;
    this.#seen.add(provider);
    this.#events.onTracer(getTracer.call(provider, 'spanline'));
    const watch = (tracer: Tracer): void => this.#attempt(() => this.#events.onTracer(tracer));
    provider.getTracer = function (this: TracerProvider, ...args: [string]): Tracer {
      const tracer = getTracer.apply(this, args);
      watch(tracer);
      return tracer;
    };
  }

  #attempt(body: () => void): void {
    try {
      body();
    } catch (error) {
      this.#failures.add('tracer provider', error);
    }
  }
}

/** Calls with the first value that the property has or gets; after that it is a plain property again. */
function onFirstValue<T extends object, K extends keyof T>(
  owner: T,
  key: K,
  use: (value: NonNullable<T[K]>) => void,
): void {
  const present = owner[key];
  if (present !== undefined && present !== null) {
    use(present);
    return;
  }
  Object.defineProperty(owner, key, {
    configurable: true,
    enumerable: true,
    get: () => undefined,
    set: (value: T[K]) => {
      Object.defineProperty(owner, key, { configurable: true, enumerable: true, writable: true, value });
      if (value !== undefined && value !== null) use(value);
    },
  });
}
