import type { CodeIndex } from './codeIndex.ts';
import type { CodeSymbol } from './codeSymbol.ts';
import { maxParsedCharacters } from './workspaceFiles.ts';

/** Definitions of source files, parsed where everything is parsed: by the code index. */
export class SymbolIndex {
  readonly #index: Pick<CodeIndex, 'factsOf'>;

  constructor(index: Pick<CodeIndex, 'factsOf'>) {
    this.#index = index;
  }

  /** None for languages without a grammar and for text too large to be parsed. */
  async symbolsOf(path: string, text: string): Promise<readonly CodeSymbol[]> {
    if (text.length > maxParsedCharacters) return [];
    return (await this.#index.factsOf(path))?.symbols ?? [];
  }
}
