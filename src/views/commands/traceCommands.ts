import * as vscode from 'vscode';
import type { TraceId } from '../../shared/ids.ts';
import { commands, linkCommands } from '../../shared/manifest.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import type { Timer } from '../../shared/throttle.ts';
import { UserError } from '../../shared/userError.ts';
import { exportTraces } from '../exportTraces.ts';
import { pickTrace } from '../pickTrace.ts';
import type { RecentTraces } from '../recentTraces.ts';
import { readSpanRef } from '../spanArguments.ts';
import { parseTraceFilter } from '../traceFilter.ts';
import { traceIdOf } from '../tracesTree.ts';
import type { WaterfallPanels } from '../waterfallPanels.ts';
import type { CommandTable } from './commandTable.ts';

export interface TraceCommandServices {
  readonly api: Pick<CollectorApi, 'export' | 'import' | 'clear'>;
  readonly traces: RecentTraces;
  readonly waterfalls: Pick<WaterfallPanels, 'open'>;
  readonly timer: Timer;
}

/** Commands on traces: from the palette they ask which, from a row or a link they know. */
export function traceCommands(services: TraceCommandServices): CommandTable {
  const { traces, waterfalls } = services;
  const chosen = async (argument: unknown, title: string): Promise<TraceId | undefined> =>
    traceIdOf(argument) ?? (await pickTrace(traces.page.traces, title, services.timer));
  const open = async (argument: unknown, newTab: boolean): Promise<void> => {
    const traceId = await chosen(argument, vscode.l10n.t('Open Trace'));
    if (traceId === undefined) return;
    // A row keeps the keyboard, as in the explorer.
    const preserveFocus = typeof argument === 'string' && !newTab;
    waterfalls.open({ traceId, selected: undefined }, { newTab, preserveFocus });
  };
  return {
    [commands.openTrace]: (argument) => open(argument, false),
    [commands.openTraceInNewTab]: (argument) => open(argument, true),
    [linkCommands.openSpan]: (argument) => {
      const span = readSpanRef(argument);
      if (span !== undefined) waterfalls.open({ traceId: span.traceId, selected: span.spanId });
    },
    [commands.copyTraceId]: async (argument) => {
      const traceId = await chosen(argument, vscode.l10n.t('Copy Trace ID'));
      if (traceId !== undefined) await vscode.env.clipboard.writeText(traceId);
    },
    [commands.filterTraces]: () => filterTraces(traces),
    [commands.clearFilter]: () => setFilter(traces, ''),
    [commands.exportTrace]: async (argument) => {
      const traceId = await chosen(argument, vscode.l10n.t('Export Trace'));
      if (traceId !== undefined) await exportTrace(services.api, traceId);
    },
    [commands.importTrace]: (argument) => importFile(services, argument),
    [commands.clear]: () => clear(services.api),
  };
}

function setFilter(traces: RecentTraces, text: string): void {
  traces.filter = parseTraceFilter(text);
}

/** Filters while the user types; Escape brings back what was there. */
async function filterTraces(traces: RecentTraces): Promise<void> {
  const before = traces.filterText;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter Traces'),
    value: before,
    prompt: vscode.l10n.t(
      'Words of the root span, a service or the trace id. Also: service:NAME, errors, >50ms',
    ),
    placeHolder: 'checkout service:payments errors >50ms',
    validateInput: (typed) => {
      setFilter(traces, typed);
      return undefined;
    },
  });
  setFilter(traces, text ?? before);
}

async function exportTrace(api: Pick<CollectorApi, 'export'>, traceId: TraceId): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `trace-${traceId}.json`;
  const target = await vscode.window.showSaveDialog({
    filters: { [vscode.l10n.t('OTLP JSON')]: ['json'] },
    ...(folder !== undefined && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target === undefined) return;
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Exporting the trace'),
  };
  await vscode.window.withProgress(progress, async () => {
    await vscode.workspace.fs.writeFile(target, await exportTraces(api, [traceId]));
  });
  const openFile = vscode.l10n.t('Open File');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('The trace was exported.'),
    openFile,
  );
  if (answer === openFile) await vscode.window.showTextDocument(target);
}

async function importFile({ api, waterfalls }: TraceCommandServices, argument: unknown): Promise<void> {
  const file = argument instanceof vscode.Uri ? argument : await chooseFile();
  if (file === undefined) return;
  const bytes = await vscode.workspace.fs.readFile(file);
  const result = await api.import({ bytes: new Uint8Array(bytes) });
  const [traceId] = result.traceIds;
  if (traceId === undefined) {
    throw new UserError(vscode.l10n.t('No span was found in this file. {0}', result.problems[0] ?? ''));
  }
  waterfalls.open({ traceId, selected: undefined });
  void vscode.window.showInformationMessage(importedText(result));
}

function importedText(result: Awaited<ReturnType<CollectorApi['import']>>): string {
  const imported = vscode.l10n.t('Imported {0} spans in {1} traces.', result.spans, result.traceIds.length);
  if (result.refused === 0) return imported;
  return `${imported} ${vscode.l10n.t('{0} could not be read: {1}', result.refused, result.problems[0] ?? '')}`;
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Import Trace File'),
    filters: {
      [vscode.l10n.t('OTLP JSON or protobuf')]: ['json', 'pb', 'bin', 'otlp'],
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return files?.[0];
}

async function clear(api: Pick<CollectorApi, 'clear'>): Promise<void> {
  const clearAll = vscode.l10n.t('Clear All Traces');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Clear all traces?'),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Every trace and every figure on the code is forgotten, in all windows. This cannot be undone.',
      ),
    },
    clearAll,
  );
  if (answer === clearAll) await api.clear();
}
