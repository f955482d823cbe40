import { checkedName, type FunctionName, partsBetween } from './functionNameParts.ts';

/** What the compiler makes of closures, deferred calls, goroutines and range-over-func. */
const closure = /^(?:func\d+|\d+|gowrap\d+|deferwrap\d+|range\d+|wrapper\d*)$/;

/** What only a compiler writes: receivers in parentheses, type arguments, method values, closures. */
export function looksLikeGo(text: string): boolean {
  return /\.\(\*|\[\.\.\.\]|-fm$|\.func\d+(?:\.|$)|^[\w.-]+\.[\w-]+\/[^\s\\]*\.[^/\s]+$/.test(text);
}

/**
 * `runtime.Frame.Function`: `main.(*Server).Get`, `github.com/acme/shop/orders.List[...]`, `main.main.func1.2`. Of an
 * inlined function's closure, `main.main.charge.func7`, the last named part is who wrote it.
 */
export function goFunctionName(text: string): FunctionName | undefined {
  const plain = withoutTypeArguments(text).replace(/-fm$/, '');
  const slash = plain.lastIndexOf('/') + 1;
  const dot = plain.indexOf('.', slash);
  if (dot < 0) return checkedName({ qualifiers: [], name: plain, inside: false, runtime: 'go' });
  const packagePath = decoded(plain.slice(0, dot));
  if (!/^[\p{L}\p{N}_.~@/-]+$/u.test(packagePath)) return undefined;
  const parts = partsBetween(plain.slice(dot + 1).replace(/-range\d+/g, '.range1'), '.');
  return fromParts(packagePath, parts);
}

function fromParts(packagePath: string, parts: readonly string[]): FunctionName | undefined {
  const innermost = parts.findLastIndex((part) => !closure.test(part));
  const name = parts[innermost];
  if (name === undefined || name === 'glob') return undefined;
  const inside = innermost < parts.length - 1;
  // `init.func1` is written at a variable of the package; `init.0` is an init function.
  if (name === 'init' && parts[innermost + 1]?.startsWith('func')) return undefined;
  const isInit = name === 'init' && inside && parts.length - innermost === 2;
  const owner = parts[innermost - 1];
  const isReceiver = owner?.startsWith('(') === true || innermost === 1;
  const qualifiers = owner !== undefined && isReceiver ? [owner.replace(/^\(\*?|\)$/g, '')] : [];
  // Of three and more the outer ones are callers that the closure was inlined into.
  const inlined = inside && owner !== undefined && !owner.startsWith('(');
  return checkedName({
    qualifiers,
    name,
    inside: inside && !isInit,
    runtime: 'go',
    packagePath,
    ...(inlined ? { unnamed: true } : {}),
  });
}

/** Innermost brackets first, a few levels at most. */
function withoutTypeArguments(text: string): string {
  let plain = text;
  for (let level = 0; level < 8 && plain.includes('['); level++) plain = plain.replace(/\[[^[\]]*\]/g, '');
  return plain;
}

/** Dots of the last element are written `%2e`. */
function decoded(path: string): string {
  return path.replace(/%2e/gi, '.').replace(/%22/g, '');
}
