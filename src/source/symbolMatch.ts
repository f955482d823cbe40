import type { CodeSymbol } from './codeSymbol.ts';
import type { FunctionName } from './functionNameParts.ts';
import { segmentsOf } from './sourcePath.ts';
import type { Language } from './syntax/language.ts';

/** A file with the definitions that a name may mean. */
export interface SymbolFile {
  readonly path: string;
  readonly language: Language | undefined;
  /** Package of Java and Go, namespace of PHP and C#; empty where there is none or it is not known. */
  readonly module: string;
  readonly symbols: readonly CodeSymbol[];
}

type Fits = (symbol: CodeSymbol, name: FunctionName, file: SymbolFile) => boolean;

/**
 * The definitions of a file that a name can mean. Every qualifier must be found: the innermost as the symbol's
 * containers, the rest in the file's package, or as the end of its path. A name that fits more closely drives
 * out the others.
 */
export function matchSymbols(file: SymbolFile, name: FunctionName): readonly CodeSymbol[] {
  const fits = fitsOf(file.language);
  const named = file.symbols.filter((symbol) => symbol.name === name.name);
  const fitting = named.filter((symbol) => fits(symbol, name, file));
  if (fitting.length < 2) return fitting;
  if (name.packagePath !== undefined && name.unnamed === true) return closest(fitting, name.qualifiers);
  if (name.qualifiers.length > 0) return fitting;
  // A bare name is first of all that of a function that stands free.
  const free = fitting.filter((symbol) => symbol.containers.length === 0);
  return free.length > 0 ? free : fitting;
}

function fitsOf(language: Language | undefined): Fits {
  switch (language) {
    case 'go':
      return fitsGo;
    case 'java':
    case 'csharp':
    case 'php':
    case 'ruby':
    case 'kotlin':
    case 'elixir':
      return fitsDeclared;
    case 'rust':
      return fitsRust;
    case 'python':
      return (symbol, name, file) => fitsPath(symbol, name, file, true);
    default:
      return (symbol, name, file) => fitsPath(symbol, name, file, false);
  }
}

/** Modules are files: what is not a container must be the end of the path. */
function fitsPath(
  { containers }: CodeSymbol,
  { qualifiers }: FunctionName,
  { path }: SymbolFile,
  python: boolean,
): boolean {
  const common = commonEnd(containers, qualifiers);
  const rest = qualifiers.slice(0, qualifiers.length - common);
  if (commonEnd(moduleOf(path), rest) < rest.length) return false;
  // Python's qualified names are complete, so that `mod.run` is no method `run` of a class in `mod`.
  return !(python && rest.length > 0) || common === containers.length;
}

/** Packages and namespaces are declared: all qualifiers must be found there and in the containers. */
function fitsDeclared({ containers }: CodeSymbol, name: FunctionName, { module }: SymbolFile): boolean {
  const packages = module.split(/[.\\]|::/).filter((part) => part !== '');
  const { qualifiers } = name;
  if (name.unnamed !== true) {
    return commonEnd([...packages, ...containers], qualifiers) === qualifiers.length;
  }
  const rest = startsWith(qualifiers, packages) ? qualifiers.slice(packages.length) : qualifiers;
  return containers.length >= rest.length && isSubsequence(rest, containers);
}

/** Modules are files, which the crate tells; of types and traits, which begin with a capital, all must be there. */
function fitsRust({ containers }: CodeSymbol, { qualifiers, unnamed }: FunctionName): boolean {
  if (unnamed === true) return true;
  const wanted = qualifiers.filter(isTypeName);
  const own = containers.filter(isTypeName);
  return wanted.length === own.length && startsWith(own, wanted);
}

function isTypeName(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}

/** The folder was chosen by the import path; of a program there is only its package's name. */
function fitsGo({ containers }: CodeSymbol, name: FunctionName, { module }: SymbolFile): boolean {
  const { packagePath, qualifiers, unnamed } = name;
  if (packagePath === undefined)
    return fitsDeclared({ name: '', containers, line: 0, column: 0 }, name, fileOf(module));
  if ((packagePath === 'main') !== (module === 'main') && module !== '') return false;
  const same = containers.length === qualifiers.length && startsWith(containers, qualifiers);
  // What looks like the receiver of a closure may be the function that it was inlined into.
  return same || (unnamed === true && containers.length === 0);
}

function fileOf(module: string): SymbolFile {
  return { path: '', language: 'go', module, symbols: [] };
}

function closest(symbols: readonly CodeSymbol[], qualifiers: readonly string[]): readonly CodeSymbol[] {
  const same = symbols.filter(({ containers }) => commonEnd(containers, qualifiers) === qualifiers.length);
  return same.length > 0 ? same : symbols;
}

function startsWith(parts: readonly string[], start: readonly string[]): boolean {
  return start.every((part, index) => parts[index] === part);
}

function isSubsequence(parts: readonly string[], whole: readonly string[]): boolean {
  let found = 0;
  for (const part of whole) if (part === parts[found]) found++;
  return found === parts.length;
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
