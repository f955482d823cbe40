/** The name of a function as a runtime gave it, in parts from the outermost. */
export interface FunctionName {
  /** Modules, classes and enclosing functions, as far as they are named; of Go the receiver alone. */
  readonly qualifiers: readonly string[];
  /** Of the function, method or class. */
  readonly name: string;
  /** The code is a lambda or a comprehension inside it, so that its line is further down. */
  readonly inside: boolean;
  /** Whose way to write names this is, where the text or the span tells. */
  readonly runtime?: Runtime;
  /** Import path of Go: `github.com/acme/shop/orders`, `main`. */
  readonly packagePath?: string;
  /** Something without a name is on the way (Java's `Main$1`, Rust's `{impl#0}`): containers may be more. */
  readonly unnamed?: boolean;
  /** Only the class is known, and the code is anywhere in it (Java's lambda classes). */
  readonly vague?: boolean;
}

/** What runs the program; each writes names in its own way. */
export type Runtime = 'node' | 'python' | 'go' | 'jvm' | 'dotnet' | 'php' | 'ruby' | 'rust' | 'beam';

const runtimes: Readonly<Record<string, Runtime>> = {
  nodejs: 'node',
  webjs: 'node',
  python: 'python',
  go: 'go',
  java: 'jvm',
  dotnet: 'dotnet',
  php: 'php',
  ruby: 'ruby',
  rust: 'rust',
  erlang: 'beam',
};

/** By `telemetry.sdk.language`; `undefined` where there is none, or one that is not known here. */
export function runtimeOf(sdkLanguage: string | undefined): Runtime | undefined {
  return sdkLanguage !== undefined && Object.hasOwn(runtimes, sdkLanguage)
    ? runtimes[sdkLanguage]
    : undefined;
}

const identifier = /^[\p{L}_$][\p{L}\p{N}_$-]*[?!]?$/u;

/** A name whose parts can all be names; `undefined` for what is prose or a mark of the runtime. */
export function checkedName(name: FunctionName): FunctionName | undefined {
  const valid = identifier.test(name.name) && name.qualifiers.every((part) => identifier.test(part));
  return valid ? name : undefined;
}

/** The parts between the marks, without empty ones. */
export function partsBetween(text: string, mark: RegExp | string): readonly string[] {
  return text.split(mark).filter((part) => part !== '');
}
