import * as vscode from 'vscode';
import type { ProvidedSymbol, SymbolProvider } from '../symbolProvider.ts';
import { within } from '../within.ts';

/** A server that is still starting answers later, or never: by then the index has. */
const patienceMillis = 2000;

/** Definitions from the language servers that run in the editor. */
export class VscodeSymbols implements SymbolProvider {
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  async find(name: string): Promise<readonly ProvidedSymbol[]> {
    try {
      const found = (await within(patienceMillis, workspaceSymbols(name))) ?? [];
      return found
        .filter((symbol) => nameOf(symbol) === name && symbol.location.uri.scheme === 'file')
        .map(providedOf);
    } catch (error) {
      this.#onError(error);
      return [];
    }
  }
}

async function workspaceSymbols(name: string): Promise<readonly vscode.SymbolInformation[]> {
  const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    name,
  );
  return found ?? [];
}

/** Without the parameters that some servers write behind it. */
function nameOf({ name }: vscode.SymbolInformation): string {
  return name.replace(/\(.*$/s, '');
}

function providedOf(symbol: vscode.SymbolInformation): ProvidedSymbol {
  const { uri, range } = symbol.location;
  return {
    path: uri.fsPath,
    name: nameOf(symbol),
    containers: symbol.containerName === '' ? [] : [symbol.containerName],
    line: range.start.line + 1,
    column: range.start.character + 1,
  };
}
