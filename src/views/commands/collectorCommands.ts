import * as vscode from 'vscode';
import { commands } from '../../shared/manifest.ts';
import type { Timer } from '../../shared/throttle.ts';
import { UserError } from '../../shared/userError.ts';
import type { CollectorTraffic } from '../collectorTraffic.ts';
import type { CurrentCollector } from '../currentCollector.ts';
import { type HealthRow, healthRows } from '../healthRows.ts';
import type { CommandTable } from './commandTable.ts';

export interface CollectorCommandServices {
  readonly collector: Pick<CurrentCollector, 'api' | 'status' | 'restart'>;
  readonly traffic: Pick<CollectorTraffic, 'current'>;
  readonly coverage: { readonly text: string };
  readonly log: vscode.LogOutputChannel;
  readonly timer: Timer;
}

/** Commands on the collector that all windows share. */
export function collectorCommands(services: CollectorCommandServices): CommandTable {
  const { collector, log } = services;
  return {
    [commands.pause]: () => collector.api.setPaused({ paused: true }),
    [commands.resume]: () => collector.api.setPaused({ paused: false }),
    [commands.copyEndpoint]: () => copyEndpoint(collector),
    [commands.showHealth]: () => showHealth(services),
    [commands.showMenu]: () => showMenu(services),
    [commands.showLog]: () => log.show(),
    [commands.openSettings]: () =>
      vscode.commands.executeCommand('workbench.action.openSettings', 'spanline.collector'),
    [commands.restartCollector]: () => collector.restart(),
    [commands.stopCollector]: () => stop(collector),
  };
}

async function copyEndpoint(collector: Pick<CurrentCollector, 'status'>): Promise<void> {
  if (collector.status.kind !== 'ready') {
    throw new UserError(
      vscode.l10n.t(
        'The collector is not running, so there is no endpoint yet. Start it with "Spanline: Restart Collector".',
      ),
    );
  }
  const endpoint = `http://${collector.status.http}`;
  await vscode.env.clipboard.writeText(endpoint);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', endpoint), 3000);
}

async function showHealth({ collector, timer }: CollectorCommandServices): Promise<void> {
  const rows = healthRows(await collector.api.health(), timer.now());
  const copied = await vscode.window.showQuickPick(rows.map(healthItem), {
    title: vscode.l10n.t('Collector Health'),
    placeHolder: vscode.l10n.t('Choose a row to copy it'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (copied !== undefined) await vscode.env.clipboard.writeText(copied.description);
}

function healthItem(row: HealthRow): vscode.QuickPickItem & { readonly description: string } {
  return { label: row.warning === true ? `$(warning) ${row.label}` : row.label, description: row.value };
}

async function showMenu({ collector, traffic, coverage }: CollectorCommandServices): Promise<void> {
  const ready = collector.status.kind === 'ready';
  const entries = ready ? readyEntries(traffic.current?.paused === true, coverage.text) : idleEntries();
  const picked = await vscode.window.showQuickPick(entries, { title: 'Spanline', ignoreFocusOut: true });
  if (picked !== undefined) await vscode.commands.executeCommand(picked.command);
}

interface MenuEntry extends vscode.QuickPickItem {
  readonly command: string;
}

function readyEntries(paused: boolean, coverage: string): readonly MenuEntry[] {
  const { t } = vscode.l10n;
  return [
    paused
      ? { label: `$(play) ${t('Resume Receiving')}`, command: commands.resume }
      : { label: `$(debug-pause) ${t('Pause Receiving')}`, command: commands.pause },
    { label: `$(copy) ${t('Copy OTLP Endpoint')}`, command: commands.copyEndpoint },
    { label: `$(list-tree) ${t('Open Trace…')}`, command: commands.openTrace },
    { label: `$(send) ${t('Send Request in a New Trace…')}`, command: commands.sendRequest },
    { label: `$(type-hierarchy) ${t('Show Service Graph')}`, command: commands.showServiceGraph },
    { label: `$(eye) ${t('Toggle Inline Latency')}`, command: commands.toggleInlineLatency },
    {
      label: `$(target) ${t('Show Spans Without a Line…')}`,
      description: coverage.split(/[,;]/)[0] ?? '',
      command: commands.showCoverage,
    },
    { label: `$(rocket) ${t('What Launches Are Given…')}`, command: commands.showLaunches },
    { label: `$(heart) ${t('Show Collector Health')}`, command: commands.showHealth },
    { label: `$(clear-all) ${t('Clear All Traces…')}`, command: commands.clear },
    { label: `$(debug-restart) ${t('Restart Collector')}`, command: commands.restartCollector },
    { label: `$(debug-stop) ${t('Stop Collector')}`, command: commands.stopCollector },
    { label: `$(output) ${t('Show Log')}`, command: commands.showLog },
  ];
}

function idleEntries(): readonly MenuEntry[] {
  const { t } = vscode.l10n;
  return [
    { label: `$(debug-restart) ${t('Start the Collector')}`, command: commands.restartCollector },
    { label: `$(settings-gear) ${t('Change Ports')}`, command: commands.openSettings },
    { label: `$(output) ${t('Show Log')}`, command: commands.showLog },
  ];
}

async function stop(collector: Pick<CurrentCollector, 'api' | 'status'>): Promise<void> {
  if (collector.status.kind !== 'ready') return;
  await collector.api.stop();
}
