import { findSourceMap } from 'node:module';
import { plainPath } from './userScripts.ts';

/** A place in a file as V8 counts, and as people do: both from 1. */
export interface Position {
  /** A plain path. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The original of a generated position, where the process itself knows: loaders that compile in memory (tsx) keep
 * their source maps nowhere else. `undefined` where nothing is known, or where source maps on disk can tell.
 */
export function originalPosition(scriptName: string, generated: Position): Position | undefined {
  if (!areSourceMapsEnabled()) return undefined;
  const map = findSourceMap(scriptName) ?? findSourceMap(generated.path);
  const entry = map?.findEntry(generated.line - 1, generated.column - 1);
  if (entry === undefined || !('originalSource' in entry)) return undefined;
  const path = plainPath(entry.originalSource);
  if (path === undefined) return undefined;
  return { path, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** Node 20.1 and newer; what is older has the switch only. */
function areSourceMapsEnabled(): boolean {
  const { sourceMapsEnabled } = process as { sourceMapsEnabled?: boolean };
  return sourceMapsEnabled ?? process.execArgv.includes('--enable-source-maps');
}
