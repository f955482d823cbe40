import * as vscode from 'vscode';
import type { TraceId } from '../../shared/ids.ts';
import { commands, linkCommands } from '../../shared/manifest.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import type { Timer } from '../../shared/throttle.ts';
import { pickTrace } from '../pickTrace.ts';
import type { RecentTraces } from '../recentTraces.ts';
import { readSpanRef } from '../spanArguments.ts';
import { parseTraceFilter } from '../traceFilter.ts';
import { traceIdOf } from '../tracesTree.ts';
import type { WaterfallPanels } from '../waterfallPanels.ts';
import type { CommandTable } from './commandTable.ts';
import { exportTraceFile, importTraceFile } from './traceFiles.ts';

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
      if (traceId !== undefined) await exportTraceFile(services.api, traceId);
    },
    [commands.importTrace]: (argument) => importTraceFile(services.api, waterfalls, argument),
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
