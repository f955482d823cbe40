import * as vscode from 'vscode';
import { commands } from '../../shared/manifest.ts';
import { escapeIcons } from '../../shared/oneLine.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import type { Run, RunId } from '../../shared/run.ts';
import { UserError } from '../../shared/userError.ts';
import type { GroupSwitch } from '../groupSwitch.ts';
import type { RecentRuns } from '../recentRuns.ts';
import type { RecentTraces } from '../recentTraces.ts';
import { runIdOf } from '../traceElements.ts';
import { groupRow } from '../traceGroups.ts';
import type { CommandTable } from './commandTable.ts';

export interface RunCommandServices {
  readonly api: Pick<CollectorApi, 'startRun' | 'endRun' | 'runs'>;
  readonly runs: Pick<RecentRuns, 'refresh'>;
  readonly traces: Pick<RecentTraces, 'filter' | 'refresh'>;
  readonly grouping: Pick<GroupSwitch, 'on'>;
}

/** Commands on runs: stretches of time whose traces belong together. */
export function runCommands(services: RunCommandServices): CommandTable {
  const { grouping } = services;
  return {
    [commands.startRun]: (argument) => startRun(services, argument),
    [commands.endRun]: () => endRun(services),
    [commands.filterByRun]: (argument) => filterByRun(services, argument),
    [commands.groupByRun]: () => {
      grouping.on = true;
    },
    [commands.ungroup]: () => {
      grouping.on = false;
    },
  };
}

/** Whoever runs the command may name the run. */
async function startRun({ api, runs }: RunCommandServices, argument: unknown): Promise<void> {
  const name = typeof argument === 'string' ? argument : await askName();
  if (name === undefined) return;
  await api.startRun({ name: name.trim(), kind: 'command' });
  runs.refresh();
  vscode.window.setStatusBarMessage(vscode.l10n.t('Traces belong to "{0}" from now on.', name.trim()), 4000);
}

async function askName(): Promise<string | undefined> {
  const { t } = vscode.l10n;
  return await vscode.window.showInputBox({
    title: t('Start New Run'),
    prompt: t(
      'Its traces are told from those before, and compared with them. Debug sessions belong to it until it ends.',
    ),
    placeHolder: t('What is different this time: with the new index'),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? t('Give it a name.') : undefined),
  });
}

async function endRun({ api, runs }: RunCommandServices): Promise<void> {
  const current = (await api.runs()).find(({ endUnixMillis }) => endUnixMillis === undefined);
  if (current === undefined) throw new UserError(vscode.l10n.t('No run goes on, so there is none to end.'));
  await api.endRun({ id: current.id });
  runs.refresh();
  vscode.window.setStatusBarMessage(vscode.l10n.t('Ended "{0}".', current.name), 4000);
}

async function filterByRun({ api, traces }: RunCommandServices, argument: unknown): Promise<void> {
  const run = runIdOf(argument) ?? (await pickRun(await api.runs()));
  if (run !== undefined) traces.filter = { ...traces.filter, run };
}

async function pickRun(runs: readonly Run[]): Promise<RunId | undefined> {
  const { t } = vscode.l10n;
  if (runs.length === 0) {
    throw new UserError(t('There is no run yet. A debug session begins one, or "Spanline: Start New Run…".'));
  }
  const items = runs.map((run) => {
    const { icon, label, description } = groupRow({ run, traces: [] });
    return { label: `$(${icon}) ${escapeIcons(label)}`, description, id: run.id };
  });
  const title = t('Show Traces of Which Run?');
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.id;
}
