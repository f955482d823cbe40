import { SyntaxIndex } from '../../../../src/source/syntax/syntaxIndex.ts';
import { SyntaxService } from '../../../../src/source/syntax/syntaxService.ts';
import type { WorkspaceFiles } from '../../../../src/source/workspaceFiles.ts';
import { wasmDirectory } from '../pictures.ts';

/** The index of a workspace, with the parsing done in this thread. Whoever makes one disposes of it. */
export function indexOf(files: WorkspaceFiles): SyntaxIndex {
  const syntax = new SyntaxService(wasmDirectory);
  return new SyntaxIndex({ files, syntax, owned: [syntax] });
}
