import * as vscode from 'vscode';
import { forwardWords } from '../../shared/forwardWords.ts';
import { commands } from '../../shared/manifest.ts';
import { escapeIcons, oneLine } from '../../shared/oneLine.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import type { Timer } from '../../shared/throttle.ts';
import { UserError } from '../../shared/userError.ts';
import type { CollectorSettingsPush } from '../collectorSettingsPush.ts';
import type { ForwardSecrets } from '../forwardSecrets.ts';
import { nameOf, type WrittenForward, writeForwards, writtenForwards } from '../forwardSettings.ts';
import { secretsOf } from '../headerReferences.ts';
import type { CommandTable } from './commandTable.ts';

export interface ForwardCommandServices {
  readonly api: Pick<CollectorApi, 'health'>;
  readonly secrets: Pick<ForwardSecrets, 'store' | 'delete'>;
  readonly push: Pick<CollectorSettingsPush, 'push'>;
  readonly timer: Timer;
}

/** Commands on forwards, which are settings: nothing is sent anywhere that does not stand there. */
export function forwardCommands(services: ForwardCommandServices): CommandTable {
  return {
    // What is asked of all back ends is loaded when it is asked for.
    [commands.addForward]: async () => (await import('./addForward.ts')).addForward(services),
    [commands.removeForward]: async (argument) => {
      const forward = await chosen(argument, vscode.l10n.t('Remove Which Forward?'));
      if (forward !== undefined) await remove(services, forward);
    },
    [commands.toggleForward]: async (argument) => {
      const forward = await chosen(argument, vscode.l10n.t('Turn Which Forward On or Off?'));
      if (forward !== undefined) await toggle(forward);
    },
    [commands.showForwards]: () => showForwards(services),
  };
}

interface Choice extends vscode.QuickPickItem {
  readonly forward: WrittenForward;
}

/** The one whose name was given, else the one that the user picks. */
async function chosen(argument: unknown, title: string): Promise<WrittenForward | undefined> {
  const forwards = writtenForwards();
  if (typeof argument === 'string') return forwards.find((forward) => nameOf(forward) === argument);
  if (forwards.length === 0) throw new UserError(noForwards());
  const choices = forwards.map((forward): Choice => {
    const icon = isOn(forward) ? '$(arrow-swap)' : '$(circle-slash)';
    return { label: `${icon} ${escapeIcons(nameOf(forward))}`, description: where(forward), forward };
  });
  return (await vscode.window.showQuickPick(choices, { title, ignoreFocusOut: true }))?.forward;
}

function noForwards(): string {
  return vscode.l10n.t('There is no forward. "Spanline: Add Forward…" makes one.');
}

/** Its secrets go with it, unless another forward has the same ones. */
async function remove({ secrets }: ForwardCommandServices, forward: WrittenForward): Promise<void> {
  const others = writtenForwards().filter((other) => nameOf(other) !== nameOf(forward));
  await writeForwards(others);
  const kept = new Set(others.flatMap(secretNames));
  for (const name of secretNames(forward)) if (!kept.has(name)) await secrets.delete(name);
  const said = vscode.l10n.t('Nothing is sent to "{0}" any more.', nameOf(forward));
  vscode.window.setStatusBarMessage(said, 4000);
}

function secretNames({ headers }: WrittenForward): readonly string[] {
  const texts = Object.entries(Object(headers) as Record<string, unknown>).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return secretsOf({ headers: Object.fromEntries(texts) });
}

async function toggle(forward: WrittenForward): Promise<void> {
  const on = !isOn(forward);
  await writeForwards(
    writtenForwards().map((other) => (nameOf(other) === nameOf(forward) ? switched(other, on) : other)),
  );
  const { t } = vscode.l10n;
  const said = on
    ? t('"{0}" gets what comes from now on, and what waited for it.', nameOf(forward))
    : t('Nothing is sent to "{0}" for now.', nameOf(forward));
  vscode.window.setStatusBarMessage(said, 4000);
}

function switched(forward: WrittenForward, on: boolean): WrittenForward {
  const { enabled: _, ...others } = forward;
  return on ? others : { ...others, enabled: false };
}

function isOn({ enabled }: WrittenForward): boolean {
  return enabled !== false;
}

function where({ endpoint }: WrittenForward): string {
  return typeof endpoint === 'string' ? escapeIcons(oneLine(endpoint)) : '';
}

interface Action extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

async function showForwards({ api, timer }: ForwardCommandServices): Promise<void> {
  const { t } = vscode.l10n;
  const written = writtenForwards();
  const states = await statesOf(api, timer);
  const rows = written.map((forward): Action => {
    const state = states.get(nameOf(forward)) ?? t('Not known to the collector yet');
    return {
      label: `${isOn(forward) ? '$(arrow-swap)' : '$(circle-slash)'} ${escapeIcons(nameOf(forward))}`,
      description: where(forward),
      detail: escapeIcons(state),
      run: () => actOn(forward),
    };
  });
  const actions: readonly Action[] = [
    ...rows,
    ...(rows.length === 0 ? [] : [{ label: '', kind: vscode.QuickPickItemKind.Separator }]),
    { label: `$(add) ${t('Add Forward…')}`, run: () => vscode.commands.executeCommand(commands.addForward) },
    { label: `$(settings-gear) ${t('Open Settings')}`, run: openForwardSettings },
  ];
  const picked = await vscode.window.showQuickPick(actions, {
    title: t('Forwards'),
    placeHolder: rows.length === 0 ? t('Nothing is sent anywhere') : t('Choose a forward to change it'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  await picked?.run?.();
}

/** How each does, by its name; none while the collector does not answer. */
async function statesOf(
  api: Pick<CollectorApi, 'health'>,
  timer: Pick<Timer, 'now'>,
): Promise<ReadonlyMap<string, string>> {
  const health = await api.health().catch(() => undefined);
  return new Map(health?.forwards.map((forward) => [forward.name, forwardWords(forward, timer.now())]));
}

async function actOn(forward: WrittenForward): Promise<void> {
  const { t } = vscode.l10n;
  const name = nameOf(forward);
  const run = (command: string) => () => vscode.commands.executeCommand(command, name);
  const actions: readonly Action[] = [
    isOn(forward)
      ? { label: `$(circle-slash) ${t('Turn Off')}`, run: run(commands.toggleForward) }
      : { label: `$(arrow-swap) ${t('Turn On')}`, run: run(commands.toggleForward) },
    { label: `$(trash) ${t('Remove')}`, run: run(commands.removeForward) },
    { label: `$(settings-gear) ${t('Open Settings')}`, run: openForwardSettings },
  ];
  const picked = await vscode.window.showQuickPick(actions, { title: name, ignoreFocusOut: true });
  await picked?.run?.();
}

function openForwardSettings(): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.action.openSettings', 'spanline.forwards');
}
