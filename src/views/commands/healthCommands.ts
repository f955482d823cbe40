import * as vscode from 'vscode';
import { clientCount } from '../../shared/clientCount.ts';
import { type HealthRow, healthMarkdown, healthRows } from '../../shared/healthRows.ts';
import { commands } from '../../shared/manifest.ts';
import { escapeIcons, oneLine } from '../../shared/oneLine.ts';
import type { Timer } from '../../shared/throttle.ts';
import type { CurrentCollector } from '../currentCollector.ts';
import type { CommandTable } from './commandTable.ts';

export interface HealthCommandServices {
  readonly collector: Pick<CurrentCollector, 'api' | 'status'>;
  readonly timer: Pick<Timer, 'now'>;
}

/** Commands that tell how the collector is, and end it. */
export function healthCommands(services: HealthCommandServices): CommandTable {
  return {
    [commands.showHealth]: () => showHealth(services),
    [commands.stopCollector]: () => stop(services.collector),
  };
}

interface Choice extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

async function showHealth({ collector, timer }: HealthCommandServices): Promise<void> {
  const { t } = vscode.l10n;
  const health = await collector.api.health();
  const rows = healthRows(health, timer.now());
  const choices: readonly Choice[] = [
    ...rows.map(rowChoice),
    { label: t('Actions'), kind: vscode.QuickPickItemKind.Separator },
    { label: `$(markdown) ${t('Copy All as Markdown')}`, run: () => copy(healthMarkdown(rows)) },
    command(`$(references) ${t('Show Forwards…')}`, commands.showForwards),
    command(`$(debug-restart) ${t('Restart Collector')}`, commands.restartCollector),
    command(`$(debug-stop) ${t('Stop Collector')}`, commands.stopCollector),
    command(`$(output) ${t('Open Log')}`, commands.showLog),
    {
      label: `$(folder-opened) ${t('Open Data Folder')}`,
      description: health.data,
      run: () => openFolder(health.data),
    },
  ];
  const chosen = await vscode.window.showQuickPick(choices, {
    title: t('Collector Health'),
    placeHolder: t('Choose a row to copy it, or an action'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  await chosen?.run?.();
}

/** What others named and said is text, never an icon. */
function rowChoice({ label, value, warning }: HealthRow): Choice {
  return {
    label: `${warning === true ? '$(warning) ' : ''}${escapeIcons(oneLine(label))}`,
    description: escapeIcons(value),
    run: () => copy(value),
  };
}

function command(label: string, id: string): Choice {
  return { label, run: () => vscode.commands.executeCommand(id) };
}

async function copy(text: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
}

/** In the system's file manager, where the window runs on this machine; else as a folder of VS Code, in a window of its own. */
async function openFolder(path: string): Promise<void> {
  const uri = vscode.Uri.file(path);
  const isHere = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  if (isHere) await vscode.commands.executeCommand('revealFileInOS', uri);
  else await vscode.commands.executeCommand('vscode.openFolder', uri, { forceNewWindow: true });
}

/** Asks where it concerns others too; else it is undone as easily as done. */
async function stop(collector: Pick<CurrentCollector, 'api' | 'status'>): Promise<void> {
  if (collector.status.kind !== 'ready') return;
  const others = clientCount((await collector.api.health()).clients) - 1;
  if (others > 0 && !(await isSure(others))) return;
  await collector.api.stop();
}

async function isSure(others: number): Promise<boolean> {
  const { t } = vscode.l10n;
  const stopIt = t('Stop Collector');
  const question =
    others === 1
      ? t('Stop the collector? Another window or program uses it too.')
      : t('Stop the collector? {0} other windows or programs use it too.', others);
  const detail = t('None of them receives spans until one starts it again. What was received stays.');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, stopIt)) === stopIt;
}
