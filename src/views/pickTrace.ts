import * as vscode from 'vscode';
import type { Disposable } from '../shared/disposable.ts';
import type { TraceId } from '../shared/ids.ts';
import { escapeIcons } from '../shared/oneLine.ts';
import type { TraceSummary } from '../shared/protocol.ts';
import type { Timer } from '../shared/throttle.ts';
import { unixMillis } from '../shared/time.ts';
import { parseTraceReference, type TraceReference } from '../shared/traceReference.ts';
import { traceRow } from './traceRow.ts';

interface TracePick extends vscode.QuickPickItem {
  readonly reference: TraceReference;
}

/**
 * Lets the user choose among recent traces, or paste what names one: an id, a header, a link, a log line, a `curl`
 * command; `undefined` when they chose none.
 */
export function pickTrace(
  recent: readonly TraceSummary[],
  title: string,
  timer: Timer,
): Promise<TraceReference | undefined> {
  const pick = vscode.window.createQuickPick<TracePick>();
  const items = recent.map((trace): TracePick => {
    const { traceId, ...item } = traceItem(trace, timer.now());
    return { ...item, reference: { traceId } };
  });
  pick.title = title;
  pick.placeholder = vscode.l10n.t(
    'A recent trace, or paste an id, a traceparent, a log line or a curl command',
  );
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  pick.items = items;
  return answerOf(pick, (text) => {
    const typed = parseTraceReference(text);
    const isListed = typed?.spanId === undefined && items.some(isOf(typed?.traceId));
    pick.items = typed === undefined || isListed ? items : [pastedItem(typed)];
  });
}

function isOf(traceId: TraceId | undefined): (item: TracePick) => boolean {
  return ({ reference }) => reference.traceId === traceId;
}

function answerOf(
  pick: vscode.QuickPick<TracePick>,
  typed: (text: string) => void,
): Promise<TraceReference | undefined> {
  return new Promise((resolve) => {
    const listeners: Disposable[] = [
      pick.onDidChangeValue(typed),
      pick.onDidAccept(() => {
        resolve(pick.selectedItems[0]?.reference ?? parseTraceReference(pick.value));
        pick.hide();
      }),
      pick.onDidHide(() => {
        resolve(undefined);
        for (const listener of listeners) listener.dispose();
        pick.dispose();
      }),
    ];
    pick.show();
  });
}

/** A trace as one row of a list to pick from; with its time, where one of several alike is to be picked. */
export function traceItem(
  trace: TraceSummary,
  nowMillis: number,
  withTime = false,
): vscode.QuickPickItem & { readonly traceId: TraceId } {
  const row = traceRow(trace, nowMillis);
  const icon = row.state === 'failed' ? '$(error)' : '$(list-tree)';
  const time = withTime ? `${new Date(unixMillis(trace.startUnixNano)).toLocaleString()} · ` : '';
  return {
    label: `${icon} ${escapeIcons(row.label)}`,
    description: `${escapeIcons(row.description)} · ${time}${trace.traceId}`,
    traceId: trace.traceId,
  };
}

function pastedItem(reference: TraceReference): TracePick {
  const { traceId, spanId } = reference;
  const label = vscode.l10n.t('Open trace {0}', traceId);
  const description = spanId === undefined ? '' : vscode.l10n.t('with span {0}', spanId);
  return { label, description, alwaysShow: true, reference };
}
