import { emptyIndex } from '../../../src/source/emptyIndex.ts';
import { PathMapper } from '../../../src/source/pathMapper.ts';
import type { RungContext } from '../../../src/source/rung.ts';
import type { FileReader } from '../../../src/source/workspaceFiles.ts';

/** What a rung sees: these files, and nothing else but what a test says. */
export function contextOf(files: FileReader, more: Partial<RungContext> = {}): RungContext {
  return {
    files,
    paths: new PathMapper(files),
    index: emptyIndex,
    relatives: async () => ({ ancestors: [], descendants: [] }),
    placesOf: async () => [],
    ...more,
  };
}
