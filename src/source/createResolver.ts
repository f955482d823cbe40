import { filePathRung } from './filePathRung.ts';
import { FunctionNameRung } from './functionNameRung.ts';
import { NodeFiles } from './nodeFiles.ts';
import type { Rung } from './rung.ts';
import { SiteResolver } from './siteResolver.ts';
import { SymbolIndex } from './symbolIndex.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

interface Options {
  /** Absolute. */
  readonly folders: readonly string[];
  /** Where `tree-sitter.wasm` and the grammars are. */
  readonly wasmDirectory: string;
}

/** A resolver over plain folders, for use without an editor. It owns what it is made of. */
export function createResolver({ folders, wasmDirectory }: Options): SiteResolver {
  return createResolverOf(new NodeFiles({ folders }), wasmDirectory);
}

/** A resolver over any files, with every rung there is; it disposes of the files with itself. */
export function createResolverOf(files: WorkspaceFiles, wasmDirectory: string): SiteResolver {
  const symbols = new SymbolIndex(wasmDirectory);
  return new SiteResolver({ files, rungs: ladderOf(symbols), owned: [files, symbols] });
}

function ladderOf(symbols: SymbolIndex): readonly Rung[] {
  return [filePathRung, new FunctionNameRung(symbols)];
}
