import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Language as Grammar, type Node, Parser, Query } from '@vscode/tree-sitter-wasm';
import { messageOf } from '../../shared/assert.ts';
import type { Disposable } from '../../shared/disposable.ts';
import type { Analyser, Facts, LineAnalyser } from './analyser.ts';
import { analysers } from './analysers.ts';
import type { FileFacts } from './fileFacts.ts';
import { type Language, languageOf } from './language.ts';

const grammarFiles: Readonly<Partial<Record<Language, string>>> = {
  javascript: 'tree-sitter-javascript.wasm',
  typescript: 'tree-sitter-typescript.wasm',
  tsx: 'tree-sitter-tsx.wasm',
  python: 'tree-sitter-python.wasm',
  go: 'tree-sitter-go.wasm',
  java: 'tree-sitter-java.wasm',
  ruby: 'tree-sitter-ruby.wasm',
  rust: 'tree-sitter-rust.wasm',
  php: 'tree-sitter-php.wasm',
  csharp: 'tree-sitter-c-sharp.wasm',
};

interface Tools {
  readonly parser: Parser;
  /** `undefined` for an analyser that wants no nodes. */
  readonly query: Query | undefined;
}

/** Parses texts and has their facts read; each grammar is loaded when its first file comes. */
export class FactsReader implements Disposable {
  readonly #wasmDirectory: string;
  readonly #tools = new Map<Language, Promise<Tools>>();
  #runtime: Promise<void> | undefined;

  /** The directory holds `tree-sitter.wasm` and a grammar for each language. */
  constructor(wasmDirectory: string) {
    this.#wasmDirectory = wasmDirectory;
  }

  /** `undefined` for languages without a grammar. Throws where the grammar is missing, or the analyser fails. */
  async factsOf(path: string, text: string): Promise<FileFacts | undefined> {
    const language = languageOf(path);
    if (language === undefined) return undefined;
    const plain = text.startsWith('\ufeff') ? text.slice(1) : text;
    const analyser = analysers[language];
    if ('readLines' in analyser) return { language, ...readLines(analyser, plain, path) };
    const tools = await this.#toolsOf(language, analyser);
    return { language, ...read(tools, analyser, plain, path) };
  }

  dispose(): void {
    // Tools that could not be loaded have told so to who needed them.
    for (const tools of this.#tools.values()) tools.then(free).catch(() => undefined);
    this.#tools.clear();
  }

  #toolsOf(language: Language, analyser: Analyser): Promise<Tools> {
    const tools = this.#tools.get(language) ?? this.#load(language, analyser);
    this.#tools.set(language, tools);
    return tools;
  }

  async #load(language: Language, { nodeTypes }: Analyser): Promise<Tools> {
    this.#runtime ??= Parser.init({ locateFile: (file) => join(this.#wasmDirectory, file) });
    await this.#runtime;
    const grammar = await Grammar.load(
      await readFile(join(this.#wasmDirectory, grammarFiles[language] ?? '')),
    );
    const parser = new Parser().setLanguage(grammar);
    return { parser, query: queryFor(grammar, nodeTypes) };
  }
}

function free({ parser, query }: Tools): void {
  parser.delete();
  query?.delete();
}

/** One query for all the types, so that a tree is walked once, and not from JavaScript. */
function queryFor(grammar: Grammar, nodeTypes: readonly string[]): Query | undefined {
  const known = nodeTypes.filter((type) => grammar.idForNodeType(type, true) !== null);
  if (known.length === 0) return undefined;
  return new Query(grammar, `[${known.map((type) => `(${type})`).join(' ')}] @node`);
}

/**
 * Deeper than any code that people write. Beyond a depth of 32,767 a query neither finds anything nor comes to
 * an end (measured: twenty seconds for 50,000 calls in one another), since it counts in 16 bits.
 */
const maxStartDepth = 2000;

function readLines(analyser: LineAnalyser, text: string, path: string): Facts {
  try {
    return analyser.readLines(text.split(/\r?\n/), path);
  } catch (error) {
    throw new Error(`The syntax of ${path} could not be read: ${messageOf(error)}`, { cause: error });
  }
}

function read({ parser, query }: Tools, analyser: Analyser, text: string, path: string): Facts {
  const tree = parser.parse(text);
  if (tree === null) throw new Error(`${path} was not parsed.`);
  try {
    const root = tree.rootNode;
    const nodes: readonly Node[] = query?.captures(root, { maxStartDepth }).map(({ node }) => node) ?? [];
    return analyser.analyse({ root, nodes, text, path });
  } catch (error) {
    throw new Error(`The syntax of ${path} could not be read: ${messageOf(error)}`, { cause: error });
  } finally {
    tree.delete();
  }
}
