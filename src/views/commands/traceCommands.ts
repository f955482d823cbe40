import * as vscode from 'vscode';
import { commands, linkCommands } from '../../shared/manifest.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import { parseTraceReference, type TraceReference } from '../../shared/traceReference.ts';
import { UserError } from '../../shared/userError.ts';
import { chooseFiles, fileAt, type ImportServices, importFiles } from '../importFiles.ts';
import { openReference, type ReferenceServices } from '../openReference.ts';
import { pickTrace } from '../pickTrace.ts';
import type { RecentTraces } from '../recentTraces.ts';
import { readSpanRef } from '../spanArguments.ts';
import { traceIdOf } from '../traceElements.ts';
import type { AskTrace } from './askTrace.ts';
import type { CommandTable } from './commandTable.ts';

export interface TraceCommandServices extends ReferenceServices, ImportServices {
  readonly api: Pick<CollectorApi, 'import' | 'clear'>;
  readonly traces: RecentTraces;
  readonly waterfalls: ReferenceServices['waterfalls'];
  readonly askTrace: AskTrace;
}

/** Commands on traces: from the palette they ask which, from a row or a link they know. */
export function traceCommands(services: TraceCommandServices): CommandTable {
  const { traces, waterfalls, askTrace } = services;
  return {
    [commands.openTrace]: (argument) => open(services, argument),
    [commands.openTraceInNewTab]: async (argument) => {
      const trace = await askTrace(argument);
      if (trace !== undefined)
        waterfalls.open({ traceId: trace.traceId, selected: trace.spanId }, { newTab: true });
    },
    [linkCommands.openSpan]: (argument) => {
      const span = readSpanRef(argument);
      if (span !== undefined) waterfalls.open({ traceId: span.traceId, selected: span.spanId });
    },
    [commands.copyTraceId]: async (argument) => {
      const trace = await askTrace(argument);
      if (trace !== undefined) await vscode.env.clipboard.writeText(trace.traceId);
    },
    [commands.filterTraces]: () => filterTraces(traces),
    [commands.clearFilter]: () => setFilter(traces, ''),
    [commands.importTrace]: async (argument, others) => {
      const files = urisIn(argument, others) ?? (await chooseFiles());
      if (files.length > 0) await importFiles(services, files.map(fileAt));
    },
    [commands.clear]: () => clear(services.api),
  };
}

/** A row keeps the keyboard, as in the explorer; a link may name a trace that is not there, a text any in its own way. */
async function open(services: TraceCommandServices, argument: unknown): Promise<void> {
  const traceId = traceIdOf(argument);
  if (typeof argument === 'string' && traceId !== undefined) {
    services.waterfalls.open({ traceId, selected: undefined }, { preserveFocus: true });
    return;
  }
  const reference =
    traceId === undefined ? await named(services, argument) : (readSpanRef(argument) ?? { traceId });
  if (reference !== undefined) await openReference(services, reference);
}

async function named(services: TraceCommandServices, argument: unknown): Promise<TraceReference | undefined> {
  if (typeof argument !== 'string') return await pick(services);
  const reference = parseTraceReference(argument);
  if (reference === undefined) throw new UserError(vscode.l10n.t('This text names no trace.'));
  return reference;
}

function pick({ traces, timer }: TraceCommandServices): Promise<TraceReference | undefined> {
  return pickTrace(traces.page.traces, vscode.l10n.t('Open Trace'), timer);
}

/** The files that a menu of the explorer is about: the one under the mouse, with all others that are selected. */
function urisIn(argument: unknown, others: unknown): readonly vscode.Uri[] | undefined {
  if (!(argument instanceof vscode.Uri)) return undefined;
  const all = Array.isArray(others) ? others.filter((other) => other instanceof vscode.Uri) : [];
  return all.length > 0 ? all : [argument];
}

function setFilter(traces: RecentTraces, text: string): void {
  traces.filterText = text;
}

/** Filters while the user types; Escape brings back what was there. */
async function filterTraces(traces: RecentTraces): Promise<void> {
  const before = traces.filterText;
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Filter Traces'),
    value: before,
    prompt: vscode.l10n.t(
      'Words of the root span, a service or the trace id. Also: service:NAME, run:NAME, errors, pinned, >50ms',
    ),
    placeHolder: 'checkout service:payments errors >50ms',
    ignoreFocusOut: true,
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
