import type { Disposable } from '../shared/disposable.ts';
import type { Site } from '../shared/site.ts';
import { NodeFiles } from './nodeFiles.ts';
import type { UserPaths } from './paths/pathKnowledge.ts';
import { PatientIndex } from './patientIndex.ts';
import type { Relatives } from './rung.ts';
import { SiteResolver } from './siteResolver.ts';
import type { SymbolProvider } from './symbolProvider.ts';
import { SyntaxIndex } from './syntax/syntaxIndex.ts';
import { SyntaxPool } from './syntax/syntaxPool.ts';
import type { SyntaxApi } from './syntax/syntaxProtocol.ts';
import { startSyntaxThread } from './syntax/syntaxThread.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

interface ResolverOptions {
  /** Where `tree-sitter.wasm` and the grammars are. */
  readonly wasmDirectory: string;
  /** Instead of a thread of its own, for tests. */
  readonly syntax?: (SyntaxApi & Disposable) | undefined;
  /** What the user said of paths. */
  readonly paths?: UserPaths | undefined;
  /** What surrounds a site's spans. */
  readonly relatives?: ((site: Site) => Promise<Relatives>) | undefined;
  /** How long an answer may wait for the syntax index, milliseconds; as long as it takes without. */
  readonly patienceMillis?: number | undefined;
  /** The editor's language servers. */
  readonly symbols?: SymbolProvider | undefined;
}

/** A resolver over plain folders, for use without an editor. It owns what it is made of. */
export function createResolver(
  options: ResolverOptions & {
    /** Absolute. */
    readonly folders: readonly string[];
  },
): SiteResolver {
  return createResolverOf(new NodeFiles(options), options);
}

/** A resolver over any files, with every rung there is; it disposes of the files with itself. */
export function createResolverOf(files: WorkspaceFiles, options: ResolverOptions): SiteResolver {
  const { wasmDirectory, paths = {}, relatives, symbols } = options;
  const syntax = options.syntax ?? new SyntaxPool(() => startSyntaxThread(wasmDirectory));
  const { patienceMillis = Number.POSITIVE_INFINITY } = options;
  const whole = new SyntaxIndex({ files, syntax, owned: [syntax] });
  const index = Number.isFinite(patienceMillis) ? new PatientIndex(whole, patienceMillis) : whole;
  const rungs = async () => (await import('./allRungs.ts')).allRungs(symbols);
  const around = relatives === undefined ? {} : { relatives };
  return new SiteResolver({ files, index, rungs, paths, ...around, owned: [files, whole] });
}
