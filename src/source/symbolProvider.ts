/** A definition that a language server of the editor knows. */
export interface ProvidedSymbol {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
  /** From the outermost; a server may leave them out, or give several as one with dots. */
  readonly containers: readonly string[];
  /** 1-based, of the name itself. */
  readonly line: number;
  readonly column: number;
}

/** The editor's language servers: what knows definitions of languages that the index has no grammar for. */
export interface SymbolProvider {
  /** Definitions of exactly that name in the user's files; empty while no server answers. Never rejects. */
  find(name: string): Promise<readonly ProvidedSymbol[]>;
}
