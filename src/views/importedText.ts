import type { ImportResult } from '../shared/protocol.ts';
import type { SharedTrace } from '../shared/sharedTrace.ts';

/** What became of one file. */
export interface FileImport {
  readonly name: string;
  readonly result?: ImportResult;
  readonly shared?: SharedTrace | undefined;
  /** Why nothing of it was kept. */
  readonly problem?: string;
}

/** Problems that are said; the log has all of them. */
const mostSaid = 2;

/** What was kept and what was not, in sentences. */
export function importedText(imports: readonly FileImport[]): readonly string[] {
  const results = imports.flatMap(({ result }) => result ?? []);
  const spans = results.reduce((sum, { spans }) => sum + spans, 0);
  const refused = results.reduce((sum, { refused }) => sum + refused, 0);
  const traces = new Set(results.flatMap(({ traceIds }) => traceIds)).size;
  const kept = spans > 0 ? [`Imported ${counted(spans, 'span')} in ${counted(traces, 'trace')}.`] : [];
  const lost = refused > 0 ? [`${counted(refused, 'span')} could not be read.`] : [];
  const problems = imports.flatMap((one) => problemsOf(one, imports.length > 1));
  const said = problems.slice(0, mostSaid);
  const more = problems.length - said.length;
  const rest = more > 0 ? [`${counted(more, 'more problem')} in the log.`] : [];
  return [...kept, ...lost, ...said, ...rest];
}

function problemsOf({ name, result, problem }: FileImport, named: boolean): readonly string[] {
  const own = problem ?? (result?.spans === 0 ? 'No span was found in this file.' : undefined);
  const all = [...(own === undefined ? [] : [own]), ...(result?.problems ?? [])];
  return named ? all.map((text) => `${name}: ${text}`) : all;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
