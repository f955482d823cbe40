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

/** `vscode.l10n.t`, which no test outside of VS Code has. */
export type Translate = (message: string, ...values: readonly (string | number)[]) => string;

/** Problems that are said; the log has all of them. */
const mostSaid = 2;

/** What was kept and what was not, in sentences; also of what was read with doubts, though nothing of it was refused. */
export function importedText(imports: readonly FileImport[], t: Translate): readonly string[] {
  const results = imports.flatMap(({ result }) => result ?? []);
  const refused = results.reduce((sum, { refused }) => sum + refused, 0);
  const lost = refused > 0 ? [t('{0} could not be read.', spansText(refused, t))] : [];
  const problems = imports.flatMap((one) => problemsOf(one, imports.length > 1, t));
  const said = problems.slice(0, mostSaid);
  const more = problems.length - said.length;
  return [...keptText(results, t), ...lost, ...said, ...moreText(more, t)];
}

/** Whether anything of a file was kept: its spans, or its logs. */
export function isKept({ result }: FileImport): boolean {
  return result !== undefined && (result.spans > 0 || (result.logBatches ?? 0) > 0);
}

function keptText(results: readonly ImportResult[], t: Translate): readonly string[] {
  const spans = results.reduce((sum, { spans }) => sum + spans, 0);
  const traces = new Set(results.flatMap(({ traceIds }) => traceIds)).size;
  if (spans > 0) return [t('Imported {0} in {1}.', spansText(spans, t), tracesText(traces, t))];
  return results.some(({ logBatches = 0 }) => logBatches > 0) ? [t('Imported logs.')] : [];
}

function moreText(count: number, t: Translate): readonly string[] {
  if (count <= 0) return [];
  return [count === 1 ? t('1 more problem in the log.') : t('{0} more problems in the log.', grouped(count))];
}

function problemsOf(one: FileImport, named: boolean, t: Translate): readonly string[] {
  const { name, result, problem } = one;
  const none = result === undefined || isKept(one) ? undefined : t('No span was found in this file.');
  const own = problem ?? none;
  const all = [...(own === undefined ? [] : [own]), ...(result?.problems ?? [])];
  return named ? all.map((text) => `${name}: ${text}`) : all;
}

function spansText(count: number, t: Translate): string {
  return count === 1 ? t('1 span') : t('{0} spans', grouped(count));
}

function tracesText(count: number, t: Translate): string {
  return count === 1 ? t('1 trace') : t('{0} traces', grouped(count));
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
