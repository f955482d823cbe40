import type { CodeSymbol } from './codeSymbol.ts';
import type { FunctionName } from './functionName.ts';
import { segmentsOf } from './sourcePath.ts';

/**
 * The definitions of a file that a name can mean. Every qualifier must be found: the innermost as the symbol's
 * containers, the rest as the end of the module's path. A name that fits more closely drives out the others.
 */
export function matchSymbols(
  symbols: readonly CodeSymbol[],
  name: FunctionName,
  path: string,
): readonly CodeSymbol[] {
  const module = moduleOf(path);
  const python = /\.pyi?$/i.test(path);
  const named = symbols.filter((symbol) => symbol.name === name.name);
  const fitting = named.filter((symbol) => fits(symbol.containers, name.qualifiers, module, python));
  if (name.qualifiers.length > 0 || fitting.length < 2) return fitting;
  // A bare name is first of all that of a function that stands free.
  const free = fitting.filter((symbol) => symbol.containers.length === 0);
  return free.length > 0 ? free : fitting;
}

function fits(
  containers: readonly string[],
  qualifiers: readonly string[],
  module: readonly string[],
  python: boolean,
): boolean {
  const common = commonEnd(containers, qualifiers);
  const rest = qualifiers.slice(0, qualifiers.length - common);
  if (commonEnd(module, rest) < rest.length) return false;
  // Python's qualified names are complete, so that `mod.run` is no method `run` of a class in `mod`.
  return !(python && rest.length > 0) || common === containers.length;
}

function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return count;
}

/** `/w/shop/orders/__init__.py` → `w`, `shop`, `orders`. */
function moduleOf(path: string): readonly string[] {
  const segments = segmentsOf(path);
  const file = (segments.at(-1) ?? '').replace(/\.\w+$/, '');
  const folders = segments.slice(0, -1);
  return file === '__init__' || file === 'index' ? folders : [...folders, file];
}
