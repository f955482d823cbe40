import Module from 'node:module';
import { isAbsolute } from 'node:path';
import type { Failures } from './failures.ts';

/** A module of a framework that the hook has to see. */
export interface WantedModule {
  /** How it is asked for: `router`, `./route`. */
  readonly requests: readonly string[];
  /** End of its own path, with slashes. */
  readonly file: RegExp;
  use(exports: unknown): void;
}

interface Loader {
  _load(request: string, parent: { readonly filename?: string } | undefined, ...rest: unknown[]): unknown;
  _resolveFilename(request: string, parent: unknown, isMain?: boolean): string;
  readonly _cache: Readonly<
    Record<string, { readonly exports: unknown; readonly loaded: boolean } | undefined>
  >;
}

/**
 * Shows framework modules as they are loaded, and those that were loaded before. `Module._load` and not a hook per file:
 * OpenTelemetry's own hooks sit there as well, and may answer from a cache of theirs.
 */
export class ModuleLoads {
  readonly #wanted: readonly WantedModule[];
  readonly #failures: Failures;
  readonly #shown = new WeakSet<object>();

  constructor(wanted: readonly WantedModule[], failures: Failures) {
    this.#wanted = wanted;
    this.#failures = failures;
  }

  start(): void {
    const loader = Module as unknown as Loader;
    for (const [file, { exports, loaded } = { exports: undefined, loaded: false }] of Object.entries(
      loader._cache,
    ))
      if (loaded)
        for (const wanted of this.#wanted) if (wanted.file.test(slashed(file))) this.#show(wanted, exports);
    this.#wrapLoad(loader);
  }

  #wrapLoad(loader: Loader): void {
    const { _load: load } = loader;
    const requests = new Set(this.#wanted.flatMap((it) => it.requests));
    const loaded = (request: string, parent: unknown, exports: unknown): void => {
      try {
        this.#loaded(slashed(loader._resolveFilename(request, parent)), exports);
      } catch (error) {
        this.#failures.add(`loading ${request}`, error);
      }
    };
    loader._load = function (this: unknown, request, parent, ...rest) {
      const exports = load.call(this, request, parent, ...rest);
      // ES modules ask for those of CommonJS by their path.
      if (requests.has(request) || isAbsolute(request)) loaded(request, parent, exports);
      return exports;
    };
  }

  #loaded(file: string, exports: unknown): void {
    for (const wanted of this.#wanted) if (wanted.file.test(file)) this.#show(wanted, exports);
  }

  #show(wanted: WantedModule, exports: unknown): void {
    if (exports === null || (typeof exports !== 'object' && typeof exports !== 'function')) return;
    if (this.#shown.has(exports)) return;
    this.#shown.add(exports);
    wanted.use(exports);
  }
}

function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
