import type { CodeSymbol } from './codeSymbol.ts';
import type { FunctionName } from './functionNameParts.ts';
import { isGeneratedFile } from './generatedFile.ts';
import { fitsCrate, rustCrates } from './packageFolders.ts';
import type { RungContext } from './rung.ts';
import { matchSymbols, type SymbolFile } from './symbolMatch.ts';
import type { ProvidedSymbol, SymbolProvider } from './symbolProvider.ts';
import type { SpanFact } from './syntax/fileFacts.ts';

/** A name that occurs in more files than this is no name to find a place by. */
const maxFilesToParse = 40;

/** A definition that a name can mean. */
export interface FoundFunction {
  readonly path: string;
  readonly symbol: Pick<CodeSymbol, 'line' | 'column'>;
}

interface Where {
  readonly paths: readonly string[];
  /** The file is known to be the one, whatever it is. */
  readonly inFile: boolean;
  /** The name is made of the span's. */
  readonly guessed: boolean;
}

/** Definitions in these files that the name can mean. */
export async function findFunctions(
  name: FunctionName,
  { paths, inFile, guessed }: Where,
  { files, index }: RungContext,
): Promise<readonly FoundFunction[]> {
  const texts = await Promise.all(paths.map((path) => files.readText(path)));
  const read = paths.map((path, at) => ({ path, text: texts[at] ?? '' }));
  const worthParsing = read.filter(
    ({ path, text }) => text.includes(name.name) && (inFile || !isGeneratedFile(path, text, files.folders)),
  );
  if (worthParsing.length > maxFilesToParse) return [];
  const crates = name.runtime === 'rust' && !inFile ? await rustCrates(files) : undefined;
  const found: FoundFunction[] = [];
  for (const { path } of worthParsing) {
    const facts = await index.factsOf(path);
    if (facts === undefined) continue;
    const fitting = matchSymbols({ ...facts, path }, name).filter(
      (symbol) =>
        (crates === undefined || fitsCrate(path, symbol.containers, name, crates)) &&
        !(guessed && isNamedElsewhere(symbol, facts.spans)),
    );
    found.push(...thatStartSpans(fitting, facts.spans).map((symbol) => ({ path, symbol })));
  }
  return found;
}

/** What language servers know, where it is in the user's files and fits; their lines are checked against the text. */
export async function findProvided(
  name: FunctionName,
  provider: SymbolProvider,
  { files }: RungContext,
): Promise<readonly FoundFunction[]> {
  const found: FoundFunction[] = [];
  for (const symbol of (await provider.find(name.name)).slice(0, maxFilesToParse)) {
    const text = await files.readText(symbol.path);
    if (text === undefined || isGeneratedFile(symbol.path, text, files.folders)) continue;
    if (!files.folders.some((folder) => symbol.path.startsWith(folder))) continue;
    const isThere = text.split('\n', symbol.line)[symbol.line - 1]?.includes(name.name) === true;
    if (isThere && fitsProvided(symbol, name, text)) found.push({ path: symbol.path, symbol });
  }
  return found;
}

/** A guess from the span's name alone is not meant where something else of the file gives that name. */
function isNamedElsewhere({ line, name }: CodeSymbol, spans: readonly SpanFact[]): boolean {
  const named = spans.filter((span) => span.name.length === 1 && span.name[0] === name);
  return named.length > 0 && !named.some(({ place }) => place.line === line);
}

/** Of overloads, the one that starts a span itself: by an annotation of the tracing library. */
function thatStartSpans(symbols: readonly CodeSymbol[], spans: readonly SpanFact[]): readonly CodeSymbol[] {
  if (symbols.length < 2) return symbols;
  const marked = symbols.filter(({ line }) => spans.some(({ place }) => place.line === line));
  return marked.length === 1 ? marked : symbols;
}

function fitsProvided(symbol: ProvidedSymbol, name: FunctionName, text: string): boolean {
  const containers = symbol.containers
    .flatMap((part) => part.split(/[.$\\]|::/))
    .filter((part) => part !== '');
  const module = /^[ \t]*(?:package|namespace)[ \t]+([\w.\\]+)/m.exec(text.slice(0, 20_000))?.[1] ?? '';
  const base = /([^\\/]*?)\.\w+$/.exec(symbol.path)?.[1] ?? '';
  // Functions outside a class are in one that Kotlin names after the file.
  const qualifiers = name.qualifiers.at(-1) === `${base}Kt` ? name.qualifiers.slice(0, -1) : name.qualifiers;
  const packages = module.split(/[.\\]/).filter((part) => part !== '');
  // A server may have put the package in front of the containers.
  const inner = packages.every((part, index) => containers[index] === part)
    ? containers.slice(packages.length)
    : containers;
  const found = { name: symbol.name, containers: inner, line: symbol.line, column: symbol.column };
  const file: SymbolFile = { path: symbol.path, language: 'java', module, symbols: [found] };
  return matchSymbols(file, { ...name, qualifiers }).length > 0;
}
