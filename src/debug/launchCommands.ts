import * as vscode from 'vscode';
import { commands, linkCommands } from '../shared/manifest.ts';
import type { LaunchRecords } from './launchRecords.ts';
import { isOn, type LaunchSetting, turn } from './launchSettings.ts';
import { launchText } from './launchText.ts';
import type { MissingSpans } from './missingSpans.ts';

interface Services {
  readonly records: Pick<LaunchRecords, 'all'>;
  readonly missing: Pick<MissingSpans, 'current'>;
}

/** Commands on what launches are given: to see it, and to undo it. */
export function launchCommands({ records, missing }: Services): Record<string, () => unknown> {
  return {
    [commands.showLaunches]: () => showLaunches(records),
    [commands.toggleTracedTerminals]: () => toggle('terminals'),
    [commands.toggleTracedDebugging]: () => toggle('debugSessions'),
    [linkCommands.copySdkCommand]: () => copySdkCommand(missing),
  };
}

interface Choice extends vscode.QuickPickItem {
  readonly run: () => unknown;
}

async function showLaunches(records: Pick<LaunchRecords, 'all'>): Promise<void> {
  const { t } = vscode.l10n;
  const choices: readonly Choice[] = [
    { label: `$(list-unordered) ${t('Show Variables')}`, run: () => showText(records) },
    switchOf('debugSessions', t('Debug Sessions')),
    switchOf('terminals', t('New Terminals')),
    switchOf('capture', t('Lines of Spans (Capture)')),
  ];
  const placeHolder =
    records.all.length === 0
      ? t('Nothing was set for any program of this window yet')
      : t('{0} launches were given an environment', records.all.length);
  const chosen = await vscode.window.showQuickPick(choices, {
    title: t('What Launches Are Given'),
    placeHolder,
    ignoreFocusOut: true,
  });
  await chosen?.run();
}

function switchOf(setting: LaunchSetting, label: string): Choice {
  const on = isOn(setting);
  const { t } = vscode.l10n;
  return {
    label: `${on ? '$(check)' : '$(circle-slash)'} ${label}`,
    description: on ? t('on; choose to turn it off') : t('off; choose to turn it on'),
    run: () => turn(setting, !on),
  };
}

async function showText(records: Pick<LaunchRecords, 'all'>): Promise<void> {
  const document = await vscode.workspace.openTextDocument({
    content: launchText(records.all),
    language: 'shellscript',
  });
  await vscode.window.showTextDocument(document, { preview: true });
}

async function toggle(setting: LaunchSetting): Promise<void> {
  const on = !isOn(setting);
  await turn(setting, on);
  const { t } = vscode.l10n;
  const said = {
    terminals: on ? t('New terminals are traced from now on.') : t('New terminals are not traced any more.'),
    debugSessions: on ? t('Debug sessions are traced.') : t('Debug sessions are not traced any more.'),
    capture: '',
  }[setting];
  vscode.window.setStatusBarMessage(said, 4000);
}

async function copySdkCommand({ current }: Pick<MissingSpans, 'current'>): Promise<void> {
  const command = current?.command;
  if (command === undefined) return;
  await vscode.env.clipboard.writeText(command);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', command), 4000);
}
