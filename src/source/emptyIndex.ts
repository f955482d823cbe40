import type { CodeIndex, IndexedFacts } from './codeIndex.ts';

const nothing: IndexedFacts = { files: new Map() };

/** An index that knows of no file: where there is none, or it failed. */
export const emptyIndex: CodeIndex = {
  factsOf: async () => undefined,
  all: async () => nothing,
  onDidChange: () => ({ dispose: () => undefined }),
};
