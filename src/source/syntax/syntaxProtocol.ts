import type { FileFacts } from './fileFacts.ts';

/** What the syntax thread does. Reading, searching and parsing happen there; what crosses the threads is facts. */
export interface SyntaxApi {
  /**
   * Facts of one file, whatever they are; `undefined` for what is missing, binary, too large or of no language that is
   * understood. Rejects where the grammar is missing, or on a fault of ours.
   */
  factsOf(query: FactsQuery): Promise<FileFacts | undefined>;
  /** Facts of those files among some that are worth parsing. */
  scan(query: ScanQuery): Promise<Scanned>;
}

export interface FactsQuery {
  readonly path: string;
  /** What the file says where that is not on disk. */
  readonly text?: string;
}

export interface ScanQuery {
  readonly paths: readonly string[];
  /** What files say where that is not on disk, by path. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface Scanned {
  /** In the order of the query. */
  readonly files: readonly (readonly [path: string, facts: FileFacts])[];
  /** Files that could not be read for a fault of ours or for a missing grammar, a sentence each. */
  readonly problems: readonly string[];
}
