import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Language, Parser } from '@vscode/tree-sitter-wasm';
import type { Disposable } from '../shared/disposable.ts';
import type { CodeSymbol } from './codeSymbol.ts';
import { describeJavaScript } from './javascriptSymbols.ts';
import { describePython } from './pythonSymbols.ts';
import { collectSymbols, type Describe } from './symbolWalk.ts';
import { maxParsedCharacters } from './workspaceFiles.ts';

interface Grammar {
  readonly wasm: string;
  readonly extensions: RegExp;
  readonly describe: Describe;
}

const grammars: readonly Grammar[] = [
  { wasm: 'tree-sitter-typescript.wasm', extensions: /\.[cm]?ts$/i, describe: describeJavaScript },
  { wasm: 'tree-sitter-tsx.wasm', extensions: /\.tsx$/i, describe: describeJavaScript },
  { wasm: 'tree-sitter-javascript.wasm', extensions: /\.(?:[cm]?js|jsx)$/i, describe: describeJavaScript },
  { wasm: 'tree-sitter-python.wasm', extensions: /\.pyi?$/i, describe: describePython },
];

interface Entry {
  readonly text: string;
  readonly symbols: readonly CodeSymbol[];
}

const maxFiles = 500;

/** Definitions of source files by tree-sitter; a file is parsed once for as long as its text stays the same. */
export class SymbolIndex implements Disposable {
  readonly #wasmDirectory: string;
  readonly #parsers = new Map<Grammar, Promise<Parser>>();
  /** In the order of use, so that the first is the one to forget. */
  readonly #entries = new Map<string, Entry>();
  #runtime: Promise<void> | undefined;
  #lastTurn: Promise<void> = Promise.resolve();
  #disposed = false;

  /** The directory holds `tree-sitter.wasm` and a grammar for each language. */
  constructor(wasmDirectory: string) {
    this.#wasmDirectory = wasmDirectory;
  }

  /** None for languages without a grammar and for text too large to be parsed without being felt. */
  async symbolsOf(path: string, text: string): Promise<readonly CodeSymbol[]> {
    const known = this.#entries.get(path);
    if (known?.text === text) return this.#keep(path, known).symbols;
    const grammar = grammars.find(({ extensions }) => extensions.test(path));
    if (grammar === undefined || text.length > maxParsedCharacters) return [];
    const parser = await this.#parserOf(grammar);
    await this.#turn();
    const meanwhile = this.#entries.get(path);
    if (meanwhile?.text === text) return meanwhile.symbols;
    if (this.#disposed) return [];
    return this.#keep(path, { text, symbols: parse(parser, grammar, text) }).symbols;
  }

  dispose(): void {
    this.#disposed = true;
    // One that could not be loaded has told so to who needed it.
    for (const parser of this.#parsers.values()) parser.then((one) => one.delete()).catch(() => undefined);
    this.#parsers.clear();
    this.#entries.clear();
  }

  /** One file in a turn of the event loop: everything else that runs here gets its own between two of them. */
  #turn(): Promise<void> {
    this.#lastTurn = this.#lastTurn.then(() => setImmediate());
    return this.#lastTurn;
  }

  #keep(path: string, entry: Entry): Entry {
    this.#entries.delete(path);
    this.#entries.set(path, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > maxFiles && oldest !== undefined) this.#entries.delete(oldest);
    return entry;
  }

  #parserOf(grammar: Grammar): Promise<Parser> {
    const parser = this.#parsers.get(grammar) ?? this.#load(grammar);
    this.#parsers.set(grammar, parser);
    return parser;
  }

  async #load({ wasm }: Grammar): Promise<Parser> {
    this.#runtime ??= Parser.init({ locateFile: (file) => join(this.#wasmDirectory, file) });
    await this.#runtime;
    const language = await Language.load(await readFile(join(this.#wasmDirectory, wasm)));
    return new Parser().setLanguage(language);
  }
}

function parse(parser: Parser, { describe }: Grammar, text: string): readonly CodeSymbol[] {
  const tree = parser.parse(text);
  if (tree === null) return [];
  try {
    return collectSymbols(tree, describe);
  } finally {
    tree.delete();
  }
}
