import { codeAttributes } from './codeAttributes.ts';
import type { Failures } from './failures.ts';
import type { FunctionLocation, FunctionLocator } from './functionLocation.ts';
import { type ApiRegistry, type Attributes, activeServerSpan, type Span } from './openTelemetry.ts';
import type { UserScripts } from './userScripts.ts';

type Callable = (...args: never[]) => unknown;

/** A function that handles requests, as a framework was given it. */
export interface Handler {
  readonly callee: Callable;
  /** `code.*` of the line that registers it, where that is the user's. */
  readonly registration?: Attributes | undefined;
  /** What to call it, where its own name says less: `CatsController.findAll`. */
  readonly name?: string;
  /** It takes all requests of a server, and may call others by their path. */
  readonly servesAll?: boolean;
}

/** Puts the line of the handler on the SERVER span of its request. */
export class Handlers {
  readonly #registry: ApiRegistry;
  readonly #locator: FunctionLocator;
  readonly #scripts: UserScripts;
  readonly #failures: Failures;
  readonly #places = new WeakMap<Callable, FunctionLocation | undefined>();
  readonly #attributes = new WeakMap<Handler, Attributes | undefined>();

  constructor(registry: ApiRegistry, locator: FunctionLocator, scripts: UserScripts, failures: Failures) {
    this.#registry = registry;
    this.#locator = locator;
    this.#scripts = scripts;
    this.#failures = failures;
  }

  /** Handlers are being registered, so there will be requests. */
  expect(): void {
    this.#locator.prepareSoon();
  }

  /** This handler is about to be called for the request of the active context. The last one to be called stands. */
  called(handler: Handler): void {
    const span = activeServerSpan(this.#registry);
    if (span !== undefined) this.mark(span, handler);
  }

  mark(span: Span, handler: Handler): void {
    if (span.isRecording?.() === false || hasForeignCode(span)) return;
    const attributes = this.#attributesOf(handler);
    if (attributes !== undefined) span.setAttributes(instead(span, attributes));
    this.#failures.tell(span);
  }

  #attributesOf(handler: Handler): Attributes | undefined {
    if (this.#attributes.has(handler)) return this.#attributes.get(handler);
    const found = this.#find(handler);
    const attributes =
      found === undefined || handler.servesAll !== true ? found : { ...found, [unsure]: 'serves' };
    this.#attributes.set(handler, attributes);
    return attributes;
  }

  /**
   * The handler's own line, unless it was made by another function: what a wrapper returns stands in the wrapper, and
   * then the line that registers it says more.
   */
  #find({ callee, registration, name }: Handler): Attributes | undefined {
    const place = this.#placeOf(callee);
    if (place === undefined) return registration;
    if (registration !== undefined && place.isMadeInside) return registration;
    if (place.keepsFunctions) return undefined;
    const path = this.#scripts.pathOf(place.scriptName);
    if (path === undefined || this.#scripts.isSkipped(path)) return registration;
    const { line, column } = place;
    return codeAttributes(place.scriptName, { path, line, column }, name ?? nameOf(callee));
  }

  #placeOf(callee: Callable): FunctionLocation | undefined {
    if (this.#places.has(callee)) return this.#places.get(callee);
    let place: FunctionLocation | undefined;
    try {
      place = this.#locator.locate(callee);
    } catch (error) {
      this.#failures.add('function location', error);
    }
    this.#places.set(callee, place);
    return place;
  }
}

const unsure = 'spanline.code.unsure';

/** What was said of the handler before must not stay: spans forget nothing, so it is written over. */
function instead(span: Span, attributes: Attributes): Attributes {
  const said = { 'code.function.name': '<anonymous>', [unsure]: '' };
  const stale = Object.entries(said).filter(
    ([key]) => attributes[key] === undefined && span.attributes?.[key] !== undefined,
  );
  return stale.length === 0 ? attributes : { ...attributes, ...Object.fromEntries(stale) };
}

/** Code attributes that are not the hook's. */
function hasForeignCode({ attributes }: Span): boolean {
  if (attributes === undefined || attributes['spanline.capture'] !== undefined) return false;
  return attributes['code.file.path'] !== undefined || attributes['code.filepath'] !== undefined;
}

function nameOf({ name }: Callable): string | undefined {
  const bare = name.replace(/^(?:bound )+/, '');
  return bare === '' ? undefined : bare;
}
