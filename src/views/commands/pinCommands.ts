import * as vscode from 'vscode';
import type { TraceId } from '../../shared/ids.ts';
import { commands } from '../../shared/manifest.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import { UserError } from '../../shared/userError.ts';
import type { RecentTraces } from '../recentTraces.ts';
import type { TracesTree } from '../tracesTree.ts';
import type { AskTrace } from './askTrace.ts';
import type { CommandTable } from './commandTable.ts';

export interface PinCommandServices {
  readonly api: Pick<CollectorApi, 'setPinned' | 'traces'>;
  readonly traces: Pick<RecentTraces, 'filter' | 'refresh'>;
  readonly tree: Pick<TracesTree, 'selected'>;
  readonly askTrace: AskTrace;
}

/** What the key of the Traces view gives: its row is meant, not the waterfall behind it. */
const ofSelectedRow = 'selectedRow';

/** Commands on traces that are to stay whatever the budgets say. */
export function pinCommands(services: PinCommandServices): CommandTable {
  const { traces } = services;
  return {
    [commands.pinTrace]: (argument) => pin(services, argument, () => true),
    [commands.unpinTrace]: (argument) => pin(services, argument, () => false),
    [commands.togglePin]: (argument) => pin(services, argument, (pinned) => !pinned),
    [commands.showPinned]: () => {
      traces.filter = { ...traces.filter, pinnedOnly: true };
    },
  };
}

async function pin(
  services: PinCommandServices,
  argument: unknown,
  wanted: (isPinned: boolean) => boolean,
): Promise<void> {
  const { api, traces, tree, askTrace } = services;
  const row = argument === ofSelectedRow ? tree.selected : undefined;
  const traceId = row ?? (await askTrace(argument))?.traceId;
  if (traceId === undefined) return;
  const pinned = wanted(await isPinned(api, traceId));
  await api.setPinned({ traceIds: [traceId], pinned });
  traces.refresh();
  const { t } = vscode.l10n;
  const said = pinned ? t('Pinned: the trace stays whatever the budgets say.') : t('Unpinned the trace.');
  vscode.window.setStatusBarMessage(said, 4000);
}

async function isPinned(api: Pick<CollectorApi, 'traces'>, traceId: TraceId): Promise<boolean> {
  const [trace] = (await api.traces({ limit: 1, traceIds: [traceId] })).traces;
  if (trace === undefined) throw new UserError(vscode.l10n.t('This trace is not here any more.'));
  return trace.pinned === true;
}
