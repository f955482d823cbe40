import * as vscode from 'vscode';
import type { CollectorStatus, TakenPort } from '../shared/collectorStatus.ts';
import type { TraceId } from '../shared/ids.ts';
import { commands, linkCommands } from '../shared/manifest.ts';
import type { TraceSummary } from '../shared/protocol.ts';
import { takenOf } from './takenPortText.ts';
import { runElement, type WayOut } from './traceElements.ts';
import { groupRow, isCurrent, type TraceGroup } from './traceGroups.ts';
import { type TraceState, traceRow } from './traceRow.ts';

export function traceTreeItem(
  traceId: TraceId,
  trace: TraceSummary | undefined,
  nowMillis: number,
): vscode.TreeItem {
  const item = new vscode.TreeItem(traceId);
  item.id = traceId;
  item.contextValue = trace?.pinned === true ? 'tracePinned' : 'trace';
  if (trace === undefined) return item;
  const row = traceRow(trace, nowMillis);
  item.label = row.label;
  item.description = row.description;
  item.iconPath = stateIcon(row.state);
  item.tooltip = row.tooltip.join('\n');
  item.accessibilityInformation = { label: row.sentence };
  item.command = { command: commands.openTrace, title: vscode.l10n.t('Open Trace'), arguments: [traceId] };
  return item;
}

/** The first group is open, unless the user has closed it. */
export function groupItem(group: TraceGroup, isFirst: boolean): vscode.TreeItem {
  const row = groupRow(group);
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row.label, isFirst ? Expanded : Collapsed);
  item.id = runElement(group);
  item.description = row.description;
  item.iconPath = new vscode.ThemeIcon(row.icon);
  item.tooltip = row.tooltip.join('\n');
  item.accessibilityInformation = { label: row.sentence };
  if (group.run !== undefined) item.contextValue = isCurrent(group.run) ? 'runCurrent' : 'run';
  return item;
}

/** The command itself is the row, so that it is seen before it is copied. */
export function hintItem(command: string): vscode.TreeItem {
  const title = vscode.l10n.t('Copy');
  const item = new vscode.TreeItem(command);
  item.id = linkCommands.copySdkCommand;
  item.iconPath = new vscode.ThemeIcon('copy');
  item.tooltip = vscode.l10n.t('Copy, to run it in a terminal');
  item.command = { command: linkCommands.copySdkCommand, title };
  return item;
}

export function wayOutItem(way: WayOut, status: CollectorStatus): vscode.TreeItem {
  const [title, icon] = wayOutLooks(way, takenOf(status));
  const item = new vscode.TreeItem(title);
  item.id = way;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.command = { command: way, title };
  return item;
}

function wayOutLooks(way: WayOut, taken: TakenPort | undefined): readonly [title: string, icon: string] {
  const { t } = vscode.l10n;
  switch (way) {
    case linkCommands.startOnFreePorts:
      return [t('Use Ports {0} and {1}', taken?.freeGrpcPort ?? 0, taken?.freeHttpPort ?? 0), 'plug'];
    case commands.copyEnvironment:
      return [t('Copy Environment for Those Ports'), 'copy'];
    case commands.startCollector:
      return [t('Start the Collector Again'), 'debug-restart'];
    case commands.showLog:
      return [t('Show Log'), 'output'];
    case commands.openSettings:
      return [t('Change Ports'), 'settings-gear'];
  }
}

function stateIcon(state: TraceState): vscode.ThemeIcon {
  const [icon, color] = icons[state];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
}

const icons: Readonly<Record<TraceState, readonly [icon: string, color: string]>> = {
  ok: ['circle-filled', 'testing.iconPassed'],
  failed: ['error', 'list.errorForeground'],
  open: ['circle', 'descriptionForeground'],
  incomplete: ['warning', 'list.warningForeground'],
  rootMissing: ['debug-disconnect', 'descriptionForeground'],
};
