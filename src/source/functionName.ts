import type { CodeAttributes } from '../shared/site.ts';
import { clrFunctionName, looksLikeClr } from './functionNameClr.ts';
import { goFunctionName, looksLikeGo } from './functionNameGo.ts';
import { jvmFunctionName, looksLikeJvm } from './functionNameJvm.ts';
import { checkedName, type FunctionName, partsBetween, type Runtime } from './functionNameParts.ts';
import { looksLikeRust, rustFunctionName } from './functionNameRust.ts';
import { beamFunctionName, looksLikeBeam, phpFunctionName, rubyFunctionName } from './functionNameScripts.ts';

type Parse = (text: string) => FunctionName | undefined;

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

const parsers: Readonly<Record<Runtime, Parse>> = {
  node: plainFunctionName,
  python: plainFunctionName,
  go: goFunctionName,
  jvm: jvmFunctionName,
  dotnet: clrFunctionName,
  php: phpFunctionName,
  ruby: rubyFunctionName,
  rust: rustFunctionName,
  beam: beamFunctionName,
};

/** What stands between a namespace and a function. */
const separators: Readonly<Record<Runtime, string>> = {
  node: '.',
  python: '.',
  go: '.',
  jvm: '.',
  dotnet: '.',
  php: '::',
  ruby: '#',
  rust: '::',
  beam: '.',
};

const longest = 1000;

/**
 * `code.function.name`, or `code.namespace` before `code.function`, in the way of the runtime, or in the way that the
 * text shows: `pkg.mod.Class.func`, `async fn`, `new Foo`, `outer.<locals>.inner`, `Class::method`, `main.(*T).Get`.
 * `undefined` for what names nothing (`<anonymous>`, `<module>`) or is no name at all.
 */
export function functionNameOf(
  { namespace, functionName }: CodeAttributes,
  runtime?: Runtime,
): FunctionName | undefined {
  if (functionName === undefined || functionName.length > longest) return undefined;
  const inner = functionName.trim();
  const outer = namespace === undefined || namespace.length > longest ? '' : namespace.trim();
  const known = runtime ?? runtimeByLooks(inner) ?? runtimeByLooks(outer);
  const separator = known === undefined ? (outer.includes('::') ? '::' : '.') : separators[known];
  // Some write the full name into `code.function` as well.
  const repeats = outer === '' || (inner.startsWith(outer) && /^\W/.test(inner.slice(outer.length)));
  const parse = known === undefined ? plainFunctionName : parsers[known];
  const name = parse(repeats ? inner : `${outer}${separator}${withoutModifiers(inner)}`);
  return name === undefined || known === undefined ? name : { ...name, runtime: known };
}

/** The runtime whose compiler or interpreter alone writes names like this. */
function runtimeByLooks(text: string): Runtime | undefined {
  if (looksLikeGo(text)) return 'go';
  if (looksLikeClr(text)) return 'dotnet';
  if (looksLikeJvm(text)) return 'jvm';
  if (text.includes('\\') || /(?:^|[^{])\{closure[}:]/.test(text)) return 'php';
  if (looksLikeRust(text)) return 'rust';
  if (/^[A-Z][\w:]*#\w|^(?:block|rescue|ensure) (?:\(\d+ levels\) )?in /.test(text)) return 'ruby';
  return looksLikeBeam(text) ? 'beam' : undefined;
}

/** Names of JavaScript and Python, and all that are written with dots like them. */
function plainFunctionName(text: string): FunctionName | undefined {
  const parts = partsBetween(withoutModifiers(text), /\.|::|#(?=.)|\/|\\/).filter(
    (part) => part !== '<locals>',
  );
  const innermost = parts.findLastIndex((part) => !isComprehension(part));
  const name = parts[innermost];
  if (name === undefined) return undefined;
  const before = parts.slice(0, innermost);
  const start = before.findIndex((part) => !receivers.has(part));
  const qualifiers = start < 0 ? [] : before.slice(start);
  return checkedName({ qualifiers, name, inside: innermost < parts.length - 1 });
}

/** Without what V8 puts around a name: `async fn`, `new Foo`, `get size`, `bound f`, `f [as g]`, `f(a)`. */
function withoutModifiers(text: string): string {
  return text
    .trim()
    .replace(/\s\[as [^\]]*\]$/, '')
    .replace(/\(.*\)$/, '')
    .replace(/^(?:(?:async|new|get|set|static|bound|function\*?) ){1,4}/, '');
}

function isComprehension(part: string): boolean {
  return /^<(?:lambda|listcomp|dictcomp|setcomp|genexpr)>$/.test(part);
}
