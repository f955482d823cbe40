import type { Node } from '@vscode/tree-sitter-wasm';
import type { FileFacts } from './fileFacts.ts';

/** What an analyser says of a file; the language is known to who asked. */
export type Facts = Omit<FileFacts, 'language'>;

/** Reads the facts of one language (or of several that are written alike) from its syntax trees. */
export interface Analyser {
  /**
   * What a text must match to be worth parsing for `CodeIndex.all`: words that every fact of this language but its symbols,
   * imports and exports needs; statements of SQL are looked for besides. No flags `g` or `y`. Narrow enough that few files of a workspace match: they are all parsed.
   */
  readonly markers: RegExp;
  /**
   * Types of the nodes that `analyse` wants to be handed, as the grammar calls them. They are found by one query in
   * WebAssembly, which costs less than to walk the tree from here. A type that the grammar does not have is
   * passed over, since grammars that are written alike differ a little.
   */
  readonly nodeTypes: readonly string[];
  /**
   * Never looks for parents (`Node.parent` begins at the root, so that deep trees would be quadratic) and never recurses:
   * `Scopes` says what a node is in. May throw on what it did not expect, which costs the facts of that file alone.
   */
  analyse(source: SyntaxSource): Facts;
}

/** Reads the facts of a language without a grammar here, by its lines. */
export interface LineAnalyser {
  /** As those of an `Analyser`. */
  readonly markers: RegExp;
  /** The path is absolute. May throw on what it did not expect, which costs the facts of that file alone. */
  readLines(lines: readonly string[], path: string): Facts;
}

/** One parsed file. Nodes are gone after `analyse` returned. */
export interface SyntaxSource {
  readonly root: Node;
  /** Every node of the wanted types in the order of the text, outer ones before those in them. */
  readonly nodes: readonly Node[];
  /** Without a byte order mark. */
  readonly text: string;
  /** Absolute; for what is said by a file's name alone. */
  readonly path: string;
}

/** Facts under construction. */
export type FactsDraft = {
  -readonly [K in keyof Facts]: Facts[K] extends readonly (infer T)[] ? T[] : Facts[K];
};

/** Nothing yet. */
export function newFacts(): FactsDraft {
  return {
    module: '',
    symbols: [],
    imports: [],
    exports: [],
    tracers: [],
    spans: [],
    routers: [],
    routes: [],
    mounts: [],
    services: [],
    consumers: [],
    statements: [],
  };
}
