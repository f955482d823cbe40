import type { Disposable } from '../shared/disposable.ts';
import { filePathRung } from './filePathRung.ts';
import { FunctionNameRung } from './functionNameRung.ts';
import { NodeFiles } from './nodeFiles.ts';
import type { Rung } from './rung.ts';
import { SiteResolver } from './siteResolver.ts';
import { SymbolIndex } from './symbolIndex.ts';
import { SyntaxClient } from './syntax/syntaxClient.ts';
import { SyntaxIndex } from './syntax/syntaxIndex.ts';
import type { SyntaxApi } from './syntax/syntaxProtocol.ts';
import { startSyntaxThread } from './syntax/syntaxThread.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

interface Options {
  /** Absolute. */
  readonly folders: readonly string[];
  /** Where `tree-sitter.wasm` and the grammars are. */
  readonly wasmDirectory: string;
  /** Instead of a thread of its own, for tests. */
  readonly syntax?: Syntax | undefined;
}

type Syntax = SyntaxApi & Disposable;

/** A resolver over plain folders, for use without an editor. It owns what it is made of. */
export function createResolver({ folders, wasmDirectory, syntax }: Options): SiteResolver {
  return createResolverOf(new NodeFiles({ folders }), wasmDirectory, syntax);
}

/** A resolver over any files, with every rung there is; it disposes of the files with itself. */
export function createResolverOf(
  files: WorkspaceFiles,
  wasmDirectory: string,
  syntax: Syntax = new SyntaxClient(() => startSyntaxThread(wasmDirectory)),
): SiteResolver {
  const index = new SyntaxIndex({ files, syntax, owned: [syntax] });
  const rungs = ladderOf(new SymbolIndex(index));
  return new SiteResolver({ files, index, rungs, owned: [files, index] });
}

function ladderOf(symbols: SymbolIndex): readonly Rung[] {
  return [filePathRung, new FunctionNameRung(symbols)];
}
