import type { CodeAttributes } from '../shared/site.ts';

/** The name of a function as a runtime gave it, in parts from the outermost. */
export interface FunctionName {
  /** Modules, classes and enclosing functions, as far as they are named. */
  readonly qualifiers: readonly string[];
  /** Of the function, method or class. */
  readonly name: string;
  /** The code is a lambda or a comprehension inside it, so that its line is further down. */
  readonly inside: boolean;
}

/** Receivers that V8 names where there is no class: they say nothing about where the function is. */
const receivers: ReadonlySet<string> = new Set([
  'Object',
  'Function',
  'Module',
  'AsyncFunction',
  'GeneratorFunction',
  'AsyncGeneratorFunction',
  'Generator',
  'AsyncGenerator',
  'Array',
  'Map',
  'Set',
  'Promise',
  'Timeout',
  'Immediate',
  'global',
  'globalThis',
  'process',
  'module',
  'exports',
  'default',
  '__main__',
  'null',
  'undefined',
]);

const identifier = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;

/**
 * `code.function.name`, or `code.namespace` before `code.function`: `pkg.mod.Class.func`, `Foo.bar`,
 * `async fn`, `new Foo`, `outer.<locals>.inner`, `Class::method`. `undefined` for what names nothing
 * (`<anonymous>`, `<module>`) or is no name at all.
 */
export function functionNameOf({ namespace, functionName }: CodeAttributes): FunctionName | undefined {
  if (functionName === undefined || functionName.length > 1000) return undefined;
  const outer = namespace === undefined || namespace.length > 1000 ? [] : partsOf(namespace);
  const inner = partsOf(plainName(functionName));
  // Some write the full name into `code.function` as well.
  const repeated = outer.length < inner.length && outer.every((part, index) => part === inner[index]);
  const parts = repeated ? inner : [...outer, ...inner];
  return nameFrom(parts.filter((part) => part !== '<locals>'));
}

function nameFrom(parts: readonly string[]): FunctionName | undefined {
  const innermost = parts.findLastIndex((part) => !isComprehension(part));
  const name = parts[innermost];
  if (name === undefined || !identifier.test(name)) return undefined;
  const before = parts.slice(0, innermost);
  const start = before.findIndex((part) => !receivers.has(part));
  const qualifiers = start < 0 ? [] : before.slice(start);
  if (!qualifiers.every((part) => identifier.test(part))) return undefined;
  return { qualifiers, name, inside: innermost < parts.length - 1 };
}

/** Without what V8 puts around a name: `async fn`, `new Foo`, `get size`, `bound f`, `f [as g]`, `f(a)`. */
function plainName(text: string): string {
  return text
    .trim()
    .replace(/\s+\[as [^\]]*\]$/, '')
    .replace(/\(.*\)$/, '')
    .replace(/^(?:(?:async|new|get|set|static|bound|function\*?)\s+)+/, '');
}

function partsOf(name: string): readonly string[] {
  return name.split(/\.|::|#(?=.)|\/|\\/).filter((part) => part !== '');
}

function isComprehension(part: string): boolean {
  return /^<(?:lambda|listcomp|dictcomp|setcomp|genexpr)>$/.test(part);
}
