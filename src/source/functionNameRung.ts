import type { Confidence, Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { fileConfidence, lower } from './fileConfidence.ts';
import { candidateFiles } from './functionNameFiles.ts';
import type { FunctionName } from './functionNameParts.ts';
import { type NameQuestion, nameQuestions } from './functionNameQuestion.ts';
import { type FoundFunction, findFunctions, findProvided } from './functionNameSearch.ts';
import { isGeneratedFile } from './generatedFile.ts';
import type { PathMatch } from './pathMatch.ts';
import { pathHintsOf } from './paths/pathHints.ts';
import type { Rung, RungContext } from './rung.ts';
import { preferService } from './servicePreference.ts';
import type { SymbolProvider } from './symbolProvider.ts';

/** Of several definitions that fit equally well, more than this are no help to choose from. */
const maxChoices = 5;

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
  readonly #provider: SymbolProvider | undefined;

  /** The provider is asked where the index knows nothing of that name. */
  constructor(provider?: SymbolProvider) {
    this.#provider = provider;
  }

  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    for (const question of nameQuestions(site)) {
      const found = await this.#placeName(question, site, context);
      if (found.length > 0) return found;
    }
    return [];
  }

  async #placeName(question: NameQuestion, site: Site, context: RungContext): Promise<readonly Placement[]> {
    const { name } = question;
    const { code } = site;
    const file =
      code.filePath === undefined ? undefined : await context.paths.map(code.filePath, pathHintsOf(site));
    const scopes = await scopesOf(name, file, context);
    for (const scope of scopes) {
      const found = await findFunctions(name, { ...scope, guessed: question.guessed }, context);
      const own = await preferService(found, site, context);
      if (found.length > 0) return this.#answer(own, question, scope, own.length < found.length);
    }
    const elsewhere = scopes.find(({ inFile }) => !inFile);
    if (this.#provider === undefined || elsewhere === undefined) return [];
    return this.#answer(await findProvided(name, this.#provider, context), question, elsewhere, false);
  }

  /** `preferred` are those in the service's own code, of several that fit. */
  #answer(
    found: readonly FoundFunction[],
    question: NameQuestion,
    scope: Scope,
    preferred: boolean,
  ): readonly Placement[] {
    const { name, source, guessed } = question;
    const several = found.length > 1;
    // Bare names of several functions choose nothing; in one known file they are at least near.
    const isBare = name.qualifiers.length === 0 && (name.packagePath ?? 'main') === 'main';
    if (several && (found.length > maxChoices || (isBare && !scope.inFile))) return [];
    const alone = confidenceOf(name, scope, guessed);
    const sure = preferred ? lower(alone) : alone;
    const where = preferred ? ", in the service's own code" : '';
    const evidence = several ? `one of ${found.length} functions of that name` : `from ${source}${where}`;
    return found.map(({ path, symbol }) => ({
      location: { path, line: symbol.line, column: symbol.column },
      rung: this.name,
      confidence: several ? 'low' : sure,
      evidence: name.inside ? `${evidence}, somewhere inside it` : evidence,
    }));
  }
}

function confidenceOf({ inside, vague }: FunctionName, scope: Scope, guessed: boolean): Confidence {
  if (vague === true) return 'low';
  const most =
    guessed && (scope.confidence === 'exact' || scope.confidence === 'high') ? 'medium' : scope.confidence;
  return inside ? lower(most) : most;
}

/** In the order to try: the file that was named, else the module that the name begins with, else everywhere. */
async function scopesOf(
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
  const isBare = name.qualifiers.length === 0 && name.packagePath === undefined;
  // A bare name is weak alone, and one whose file is nowhere here is more likely a stranger's.
  if (file !== undefined && !generated && isBare) return [];
  const confidence = file === undefined && !isBare ? 'high' : 'medium';
  const groups = await candidateFiles(name, context.files);
  return groups.map((paths) => ({ paths, confidence, inFile: false }));
}

/** Of generated code the source is wanted, which is elsewhere. */
async function isGenerated(path: string, { files }: RungContext): Promise<boolean> {
  return isGeneratedFile(path, (await files.readText(path)) ?? '', files.folders);
}
