import type { Confidence, Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import type { CodeSymbol } from './codeSymbol.ts';
import { fileConfidence, lower } from './fileConfidence.ts';
import { type FunctionName, functionNameOf } from './functionName.ts';
import { isGeneratedFile } from './generatedFile.ts';
import type { PathMatch } from './pathMapper.ts';
import type { Rung, RungContext } from './rung.ts';
import { segmentsOf } from './sourcePath.ts';
import type { SymbolIndex } from './symbolIndex.ts';
import { matchSymbols } from './symbolMatch.ts';

/** A name that occurs in more files than this is no name to find a place by. */
const maxFilesToParse = 40;

/** The same before the texts are read: most of so many will have the name. */
const maxFilesToRead = 200;

/** Of several definitions that fit equally well, more than this are no help to choose from. */
const maxChoices = 5;

interface Found {
  readonly path: string;
  readonly symbol: CodeSymbol;
}

/** Where to look, and how sure a single hit there can be. */
interface Scope {
  readonly paths: readonly string[];
  readonly confidence: Confidence;
  readonly inFile: boolean;
}

/**
 * `code.function.name`, or `code.namespace` with `code.function`, to the line of the name in its definition. A
 * span that also says its file is looked for there alone: the same name elsewhere is another function.
 */
export class FunctionNameRung implements Rung {
  readonly name = 'code.function.name';
  readonly #symbols: SymbolIndex;

  constructor(symbols: SymbolIndex) {
    this.#symbols = symbols;
  }

  async place({ code, service }: Site, context: RungContext): Promise<readonly Placement[]> {
    const name = functionNameOf(code);
    if (name === undefined) return [];
    const file = code.filePath === undefined ? undefined : await context.paths.map(code.filePath, service);
    for (const scope of await this.#scopes(name, file, context)) {
      const found = await this.#find(name, scope, context);
      if (found.length > 0) return this.#answer(found, name, scope);
    }
    return [];
  }

  /** In the order to try: the file that was named, else the module that the name begins with, else everywhere. */
  async #scopes(
    name: FunctionName,
    file: PathMatch | undefined,
    context: RungContext,
  ): Promise<readonly Scope[]> {
    const known = file === undefined ? undefined : fileConfidence(file);
    const generated = known !== undefined && (await isGenerated(known.path, context));
    if (known !== undefined && !generated) {
      const confidence = known.confidence === 'exact' ? 'high' : known.confidence;
      return [{ paths: [known.path], confidence, inFile: true }];
    }
    if (file?.type === 'foreign') return [];
    if (file?.type === 'ambiguous') return [{ paths: file.paths, confidence: 'medium', inFile: true }];
    // A bare name is weak alone, and one whose file is nowhere here is more likely a stranger's.
    if (file !== undefined && !generated && name.qualifiers.length === 0) return [];
    const confidence = file === undefined && name.qualifiers.length > 0 ? 'high' : 'medium';
    const modules = await modulesOf(name, context);
    const everywhere = modules.length > 0 ? [] : await mentioning(name, context);
    return [
      { paths: modules, confidence, inFile: false },
      { paths: everywhere.length > maxFilesToRead ? [] : everywhere, confidence, inFile: false },
    ];
  }

  async #find(name: FunctionName, { paths, inFile }: Scope, { files }: RungContext): Promise<Found[]> {
    const texts = await Promise.all(paths.map((path) => files.readText(path)));
    const read = paths.map((path, index) => ({ path, text: texts[index] ?? '' }));
    const worthParsing = read.filter(
      ({ path, text }) => text.includes(name.name) && (inFile || !isGeneratedFile(path, text, files.folders)),
    );
    if (worthParsing.length > maxFilesToParse) return [];
    const found: Found[] = [];
    for (const { path, text } of worthParsing) {
      const symbols = await this.#symbols.symbolsOf(path, text);
      found.push(...matchSymbols(symbols, name, path).map((symbol) => ({ path, symbol })));
    }
    return found;
  }

  #answer(found: readonly Found[], name: FunctionName, scope: Scope): readonly Placement[] {
    const several = found.length > 1;
    // Bare names of several functions choose nothing; in one known file they are at least near.
    if (several && (found.length > maxChoices || (name.qualifiers.length === 0 && !scope.inFile))) return [];
    const sure = name.inside ? lower(scope.confidence) : scope.confidence;
    const evidence = several ? `one of ${found.length} functions of that name` : 'from code.function.name';
    return found.map(({ path, symbol }) => ({
      location: { path, line: symbol.line, column: symbol.column },
      rung: this.name,
      confidence: several ? 'low' : sure,
      evidence: name.inside ? `${evidence}, somewhere inside it` : evidence,
    }));
  }
}

/** Of generated code the source is wanted, which is elsewhere. */
async function isGenerated(path: string, { files }: RungContext): Promise<boolean> {
  return isGeneratedFile(path, (await files.readText(path)) ?? '', files.folders);
}

/** Files with the name and, unless a module is called that, with the innermost qualifier. */
async function mentioning(
  { name, qualifiers }: FunctionName,
  { files }: RungContext,
): Promise<readonly string[]> {
  const named = await files.containing(name);
  const owner = qualifiers.at(-1);
  if (owner === undefined || named.length === 0) return named;
  const owners = new Set(await files.containing(owner));
  const inPath = (path: string) =>
    path.includes(owner) && segmentsOf(path).some((part) => part.startsWith(owner));
  return named.filter((path) => owners.has(path) || inPath(path));
}

/** Python files that the first qualifiers name as modules: `shop.orders` of `shop.orders.Cart.add`. */
async function modulesOf({ qualifiers }: FunctionName, { files }: RungContext): Promise<readonly string[]> {
  const found = new Set<string>();
  for (let length = qualifiers.length; length > 0; length--) {
    const module = qualifiers.slice(0, length);
    const inits = (await files.named('__init__.py')).filter((path) => endsWith(path, module, 1));
    const plain = (await files.named(`${module.at(-1)}.py`)).filter((path) => endsWith(path, module, 0));
    for (const path of [...plain, ...inits]) found.add(path);
  }
  return [...found];
}

/** Whether the path, without its last `skip` segments and the extension, ends with the module's parts. */
function endsWith(path: string, module: readonly string[], skip: number): boolean {
  const segments = segmentsOf(path.replace(/\.py$/, ''));
  const end = segments.slice(0, segments.length - skip).slice(-module.length);
  return end.length === module.length && end.every((segment, index) => segment === module[index]);
}
