import * as vscode from 'vscode';
import type { Disposable } from '../shared/disposable.ts';
import type { TraceId } from '../shared/ids.ts';
import { escapeIcons } from '../shared/oneLine.ts';
import type { TraceSummary } from '../shared/protocol.ts';
import type { Timer } from '../shared/throttle.ts';
import { traceIdIn } from './traceIdIn.ts';
import { traceRow } from './traceRow.ts';

interface TracePick extends vscode.QuickPickItem {
  readonly traceId: TraceId;
}

/** Lets the user choose among recent traces, or paste an id; `undefined` when they chose none. */
export function pickTrace(
  recent: readonly TraceSummary[],
  title: string,
  timer: Timer,
): Promise<TraceId | undefined> {
  const pick = vscode.window.createQuickPick<TracePick>();
  const items = recent.map((trace) => traceItem(trace, timer.now()));
  pick.title = title;
  pick.placeholder = vscode.l10n.t('A recent trace, or the id of any');
  pick.matchOnDescription = true;
  pick.items = items;
  return answerOf(pick, (text) => {
    const typed = traceIdIn(text);
    pick.items =
      typed === undefined || items.some((item) => item.traceId === typed) ? items : [idItem(typed)];
  });
}

function answerOf(
  pick: vscode.QuickPick<TracePick>,
  typed: (text: string) => void,
): Promise<TraceId | undefined> {
  return new Promise((resolve) => {
    const listeners: Disposable[] = [
      pick.onDidChangeValue(typed),
      pick.onDidAccept(() => {
        resolve(pick.selectedItems[0]?.traceId ?? traceIdIn(pick.value));
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

function traceItem(trace: TraceSummary, nowMillis: number): TracePick {
  const row = traceRow(trace, nowMillis);
  const icon = row.state === 'failed' ? '$(error)' : '$(list-tree)';
  return {
    label: `${icon} ${escapeIcons(row.label)}`,
    description: `${escapeIcons(row.description)} · ${trace.traceId}`,
    traceId: trace.traceId,
  };
}

function idItem(traceId: TraceId): TracePick {
  return { label: vscode.l10n.t('Open trace {0}', traceId), alwaysShow: true, traceId };
}
