import * as vscode from 'vscode';
import type { TakenPort } from '../../shared/collectorStatus.ts';
import { commands, linkCommands } from '../../shared/manifest.ts';
import { UserError } from '../../shared/userError.ts';
import type { CollectorTraffic } from '../collectorTraffic.ts';
import type { CurrentCollector } from '../currentCollector.ts';
import type { TakenPortNotice } from '../takenPortNotice.ts';
import { environmentText, takenOf, takenSentence } from '../takenPortText.ts';
import type { CommandTable } from './commandTable.ts';

export interface CollectorCommandServices {
  readonly collector: Pick<CurrentCollector, 'api' | 'status' | 'start' | 'startOn' | 'restart'>;
  readonly traffic: Pick<CollectorTraffic, 'current'>;
  readonly coverage: { readonly text: string };
  readonly takenPort: Pick<TakenPortNotice, 'show'>;
  readonly log: vscode.LogOutputChannel;
}

/** Commands on the collector that all windows share. */
export function collectorCommands(services: CollectorCommandServices): CommandTable {
  const { collector, log } = services;
  return {
    [commands.pause]: () => collector.api.setPaused({ paused: true }),
    [commands.resume]: () => collector.api.setPaused({ paused: false }),
    [commands.copyEndpoint]: () => copyEndpoint(collector),
    [commands.copyEnvironment]: () => copyEnvironment(collector),
    [commands.showMenu]: () => showMenu(services),
    [commands.showLog]: () => log.show(),
    [commands.openSettings]: (query) =>
      vscode.commands.executeCommand(
        'workbench.action.openSettings',
        typeof query === 'string' ? query : 'spanline.collector',
      ),
    [commands.startCollector]: () => begin(services, () => collector.start()),
    [commands.restartCollector]: () => begin(services, () => collector.restart()),
    [linkCommands.startOnFreePorts]: () => startOnFreePorts(services),
  };
}

/** Where a port is taken, that is said with its ways out; any other failure as it is. */
async function begin(
  { collector, takenPort }: CollectorCommandServices,
  start: () => Promise<void>,
): Promise<void> {
  let fault: unknown;
  await start().catch((error: unknown) => {
    fault = error;
  });
  const { status } = collector;
  const taken = takenOf(status);
  if (taken !== undefined) return takenPort.show(taken);
  if (fault !== undefined) throw fault;
  if (status.kind === 'failed') throw new UserError(status.reason);
}

async function startOnFreePorts(services: CollectorCommandServices): Promise<void> {
  const { collector } = services;
  const taken = takenOf(collector.status);
  if (taken === undefined) return;
  const ports = { grpcPort: taken.freeGrpcPort, httpPort: taken.freeHttpPort };
  await begin(services, () => collector.startOn(ports));
  if (collector.status.kind === 'ready') void tellNewPorts(collector);
}

/** Programs that run by themselves send to the usual ports until somebody tells them. */
async function tellNewPorts(collector: Pick<CurrentCollector, 'status'>): Promise<void> {
  const { t } = vscode.l10n;
  const environment = environmentText(collector.status) ?? '';
  const copy = t('Copy Environment');
  const answer = await vscode.window.showInformationMessage(
    t('Spanline receives now. Programs that are debugged from here know it; others need {0}', environment),
    copy,
  );
  if (answer === copy) await vscode.env.clipboard.writeText(environment);
}

async function copyEnvironment(collector: Pick<CurrentCollector, 'status'>): Promise<void> {
  const environment = environmentText(collector.status);
  if (environment === undefined) throw new UserError(notRunning());
  await vscode.env.clipboard.writeText(environment);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', environment), 3000);
}

function notRunning(): string {
  return vscode.l10n.t(
    'The collector is not running, so there is no endpoint yet. Start it with "Spanline: Start Collector".',
  );
}

async function copyEndpoint(collector: Pick<CurrentCollector, 'status'>): Promise<void> {
  if (collector.status.kind !== 'ready') throw new UserError(notRunning());
  const endpoint = `http://${collector.status.http}`;
  await vscode.env.clipboard.writeText(endpoint);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', endpoint), 3000);
}

async function showMenu({ collector, traffic, coverage }: CollectorCommandServices): Promise<void> {
  const ready = collector.status.kind === 'ready';
  const entries = ready
    ? readyEntries(traffic.current?.paused === true, coverage.text)
    : idleEntries(takenOf(collector.status));
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
    { label: `$(record) ${t('Start New Run…')}`, command: commands.startRun },
    { label: `$(references) ${t('Show Forwards…')}`, command: commands.showForwards },
    { label: `$(heart) ${t('Show Collector Health')}`, command: commands.showHealth },
    { label: `$(clear-all) ${t('Clear All Traces…')}`, command: commands.clear },
    { label: `$(debug-restart) ${t('Restart Collector')}`, command: commands.restartCollector },
    { label: `$(debug-stop) ${t('Stop Collector')}`, command: commands.stopCollector },
    { label: `$(output) ${t('Show Log')}`, command: commands.showLog },
  ];
}

function idleEntries(taken: TakenPort | undefined): readonly MenuEntry[] {
  const { t } = vscode.l10n;
  const elsewhere: readonly MenuEntry[] =
    taken === undefined
      ? []
      : [
          {
            label: `$(plug) ${t('Use Ports {0} and {1}', taken.freeGrpcPort, taken.freeHttpPort)}`,
            description: takenSentence(taken),
            command: linkCommands.startOnFreePorts,
          },
        ];
  return [
    ...elsewhere,
    { label: `$(play) ${t('Start Collector')}`, command: commands.startCollector },
    { label: `$(settings-gear) ${t('Change Ports')}`, command: commands.openSettings },
    { label: `$(output) ${t('Show Log')}`, command: commands.showLog },
  ];
}
