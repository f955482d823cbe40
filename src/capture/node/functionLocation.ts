import type { Session } from 'node:inspector';
import { createRequire } from 'node:module';

export interface FunctionLocation {
  /** As V8 calls the script: a `file:` URL or a path. */
  readonly scriptName: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** It was made by another function, as what `asyncHandler(fn)` returns; then its place may be the maker's. */
  readonly isMadeInside: boolean;
  /** A function is among what it keeps of its maker: it probably wraps that one. */
  readonly keepsFunctions: boolean;
}

interface Property {
  readonly name: string;
  readonly value?: RemoteObject;
}

interface RemoteObject {
  readonly type: string;
  readonly objectId?: string;
  readonly description?: string;
  readonly value?: { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number };
}

interface Properties {
  readonly result: readonly Property[];
  readonly internalProperties?: readonly Property[];
}

const subjectKey = Symbol.for('spanline.capture.subject');

/**
 * Asks V8 where a function stands, through an inspector session inside the process. The session is open for the one
 * question, prints nothing, and does not touch breakpoints of a debugger that is attached.
 */
export class FunctionLocator {
  readonly #scripts = new Map<string, string>();
  #isPrepared = false;

  /**
   * Learns of the scripts as soon as the program has nothing else to do: that takes a tenth of a second in a large one,
   * which otherwise its first request would.
   */
  prepareSoon(): void {
    if (this.#isPrepared) return;
    this.#isPrepared = true;
    setTimeout(() => {
      try {
        withSession((session) => this.#learnScripts(session));
      } catch {
        // The first question will fail as well, and tell of it.
      }
    }, 20).unref();
  }

  /** `undefined` where nobody knows; throws where the process may have no inspector. */
  locate(subject: object): FunctionLocation | undefined {
    return withSession((session) => {
      const id = objectId(session, subject);
      return id === undefined ? undefined : this.#locate(session, id);
    });
  }

  #locate(session: Session, id: string): FunctionLocation | undefined {
    const { result, internalProperties = [] } = properties(session, id);
    const internal = new Map(internalProperties.map((it) => [it.name, it.value]));
    const target = internal.get('[[TargetFunction]]')?.objectId;
    // Of a bound function the function behind it, unless it was given functions to call.
    if (target !== undefined)
      return bindsFunctions(session, internal) ? undefined : this.#locate(session, target);
    const location = internal.get('[[FunctionLocation]]')?.value;
    if (location === undefined || result.length === 0) return undefined;
    const scriptName = this.#scriptName(session, location.scriptId);
    if (scriptName === undefined || scriptName === '') return undefined;
    const { lineNumber, columnNumber } = location;
    return { scriptName, line: lineNumber + 1, column: columnNumber + 1, ...makersOf(session, internal) };
  }

  #scriptName(session: Session, scriptId: string): string | undefined {
    if (!this.#scripts.has(scriptId)) this.#learnScripts(session);
    return this.#scripts.get(scriptId);
  }

  /** V8 tells of all at once or of none. */
  #learnScripts(session: Session): void {
    session.on('Debugger.scriptParsed', ({ params }) => this.#scripts.set(params.scriptId, params.url));
    session.post('Debugger.enable');
    session.post('Debugger.disable');
  }
}

function withSession<T>(use: (session: Session) => T): T {
  // Not imported at the top: few programs have a use for it, and some have no inspector at all.
  const inspector = createRequire(__filename)('node:inspector') as typeof import('node:inspector');
  const session = new inspector.Session();
  session.connect();
  try {
    return use(session);
  } finally {
    session.disconnect();
  }
}

/** The inspector's name for a value, which it only gives to what an expression finds. */
function objectId(session: Session, subject: object): string | undefined {
  const globals = globalThis as { [subjectKey]?: object };
  Object.defineProperty(globals, subjectKey, { value: subject, configurable: true });
  try {
    const expression = "globalThis[Symbol.for('spanline.capture.subject')]";
    const answer = ask(session, 'Runtime.evaluate', { expression, silent: true });
    return (answer as { readonly result?: RemoteObject }).result?.objectId;
  } finally {
    delete globals[subjectKey];
  }
}

function properties(session: Session, id: string): Properties {
  return ask(session, 'Runtime.getProperties', { objectId: id, ownProperties: true }) as Properties;
}

/** Sessions of the own thread answer before `post` returns. */
function ask(session: Session, method: string, params: object): unknown {
  let answer: unknown;
  let failure: Error | null = null;
  session.post(method, params, (error, result) => {
    failure = error;
    answer = result;
  });
  if (failure !== null) throw failure;
  if (answer === undefined) throw new Error(`${method} was not answered`);
  return answer;
}

function bindsFunctions(session: Session, internal: ReadonlyMap<string, RemoteObject | undefined>): boolean {
  const bound = internal.get('[[BoundArgs]]')?.objectId;
  if (bound === undefined) return false;
  return properties(session, bound).result.some((it) => it.value?.type === 'function');
}

/** The function's makers are the scopes around it that are calls of named functions; CommonJS's own has no name. */
function makersOf(
  session: Session,
  internal: ReadonlyMap<string, RemoteObject | undefined>,
): Pick<FunctionLocation, 'isMadeInside' | 'keepsFunctions'> {
  const list = internal.get('[[Scopes]]')?.objectId;
  const scopes = list === undefined ? [] : properties(session, list).result.map((it) => it.value);
  const makers = scopes.filter((it) => it?.description?.startsWith('Closure (') === true);
  const keepsFunctions = makers.some(
    (it) =>
      it?.objectId !== undefined &&
      properties(session, it.objectId).result.some((kept) => kept.value?.type === 'function'),
  );
  return { isMadeInside: makers.length > 0, keepsFunctions };
}
