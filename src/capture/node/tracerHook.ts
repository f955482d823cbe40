import type { CallerFinder } from './callerFinder.ts';
import type { Failures } from './failures.ts';
import { isLibraryScope } from './libraryScope.ts';
import { kinds, type Span, type SpanOptions, type Tracer } from './openTelemetry.ts';
import { UsualDepth } from './usualDepth.ts';

type Callable = (...args: never[]) => unknown;

/** Told of the SERVER spans that libraries start, before a handler runs. */
export type OnServerSpan = (span: Span) => void;

interface TracerFacts {
  readonly scope: string;
  isLibrary: boolean | undefined;
  readonly depth: UsualDepth;
}

/** Puts the caller's line on the spans of tracers: what is wrapped is their prototype, once. */
export class TracerHook {
  readonly #caller: CallerFinder;
  readonly #failures: Failures;
  readonly #onServerSpan: OnServerSpan;
  readonly #wrapped = new WeakSet<object>();
  readonly #facts = new WeakMap<Tracer, TracerFacts>();
  /**
   * The outermost of the wrapped functions that are on their way to the SDK's `startSpan`: what the user called. All above it
   * is OpenTelemetry, which in a bundle lies in the same file as the user's code.
   */
  #entered: Callable | undefined;

  constructor(caller: CallerFinder, failures: Failures, onServerSpan: OnServerSpan) {
    this.#caller = caller;
    this.#failures = failures;
    this.#onServerSpan = onServerSpan;
  }

  watch(tracer: Tracer): void {
    const prototype = ownerOf(tracer, 'startSpan');
    if (prototype === undefined || this.#wrapped.has(prototype)) return;
    this.#wrapped.add(prototype);
    this.#wrapStartSpan(prototype);
    this.#wrapStartActiveSpan(prototype);
  }

  #wrapStartSpan(prototype: Tracer): void {
    const hook = this;
    const { startSpan } = prototype;
    prototype.startSpan = function spanlineStartSpan(this: Tracer, ...args: [string, SpanOptions?]): Span {
      hook.#entered ??= spanlineStartSpan;
      try {
        const span = startSpan.apply(this, args);
        const cut = hook.#entered;
        hook.#entered = undefined;
        // Where the API's tracer called the SDK's, the inner of the two has done it.
        if (cut !== undefined) hook.#started(this, span, args[0], args[1]?.kind, cut);
        return span;
      } finally {
        hook.#entered = undefined;
      }
    };
  }

  /** It calls `startSpan` first, and the user's function after that. */
  #wrapStartActiveSpan(prototype: Tracer): void {
    const hook = this;
    const { startActiveSpan } = prototype;
    if (typeof startActiveSpan !== 'function') return;
    prototype.startActiveSpan = function spanlineStartActiveSpan(this: Tracer, ...args: unknown[]): unknown {
      hook.#entered ??= spanlineStartActiveSpan;
      try {
        return startActiveSpan.apply(this, args);
      } finally {
        hook.#entered = undefined;
      }
    };
  }

  #started(tracer: Tracer, span: Span, name: string, kind: number | undefined, cut: Callable): void {
    try {
      const facts = this.#factsOf(tracer);
      const isInner = kind === undefined || kind === kinds.internal || kind === kinds.server;
      if (isInner && this.#isLibrary(facts, cut)) {
        if (kind === kinds.server) this.#onServerSpan(span);
      } else if (span.isRecording?.() !== false && !hasCode(span)) {
        const attributes = this.#caller.find(facts.depth, cut, facts.isLibrary === true ? undefined : name);
        if (attributes !== undefined) span.setAttributes(attributes);
      }
    } catch (error) {
      this.#failures.add('startSpan', error);
    }
    this.#failures.tell(span);
  }

  #factsOf(tracer: Tracer): TracerFacts {
    const known = this.#facts.get(tracer);
    if (known !== undefined) return known;
    const scope = (tracer.instrumentationScope ?? tracer.instrumentationLibrary)?.name ?? '';
    const isLibrary = isLibraryScope(scope);
    // Spans of the user's own lie one to three frames up, those of libraries ten to forty.
    const depth = new UsualDepth(isLibrary ? 16 : 4);
    const facts = { scope, isLibrary: isLibrary ? true : undefined, depth };
    this.#facts.set(tracer, facts);
    return facts;
  }

  /** A scope nobody knows is a library's if the package of that name starts its spans. */
  #isLibrary(facts: TracerFacts, cut: Callable): boolean {
    facts.isLibrary ??= facts.scope !== '' && this.#caller.isInPackage(facts.scope, cut);
    return facts.isLibrary;
  }
}

/** The object of the prototype chain that has the method; a tracer made by hand has it itself. */
function ownerOf(tracer: Tracer, method: keyof Tracer): Tracer | undefined {
  let owner: object | null = tracer;
  while (owner !== null && !Object.hasOwn(owner, method))
    owner = Object.getPrototypeOf(owner) as object | null;
  return owner === null ? undefined : (owner as Tracer);
}

function hasCode({ attributes }: Span): boolean {
  if (attributes === undefined) return false;
  return attributes['code.file.path'] !== undefined || attributes['code.filepath'] !== undefined;
}
