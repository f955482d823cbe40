import * as vscode from 'vscode';
import type { ForwardHealth } from '../../shared/forward.ts';
import {
  type AskedValue,
  type ForwardPreset,
  presetForward,
  valueProblem,
} from '../../shared/forwardPresets.ts';
import { forwardChoices } from '../forwardChoices.ts';
import { forwardOutcome } from '../forwardOutcome.ts';
import { nameOf, writeForwards, writtenForwards } from '../forwardSettings.ts';
import { freeName, withoutSecrets } from '../newForward.ts';
import type { ForwardCommandServices } from './forwardCommands.ts';

/** Asks what a back end needs, writes it, and tells whether it works. */
export async function addForward(services: ForwardCommandServices): Promise<void> {
  const preset = await pickPreset();
  if (preset === undefined) return;
  const values = await askValues(preset);
  if (values === undefined) return;
  const name = await askName(preset);
  if (name === undefined) return;
  const { forward, secrets } = withoutSecrets(presetForward(preset, name, values));
  for (const [key, value] of secrets) await services.secrets.store(key, value);
  await writeForwards([...writtenForwards(), forward]);
  await tellOutcome(services, name);
}

async function pickPreset(): Promise<ForwardPreset | undefined> {
  const { t } = vscode.l10n;
  const items = forwardChoices.map((preset) => ({
    label: preset.label,
    description: preset.description,
    preset,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Forward Spans To'),
    placeHolder: t('What is received here is sent there as well, from now on'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.preset;
}

async function askValues(preset: ForwardPreset): Promise<Readonly<Record<string, string>> | undefined> {
  const values: Record<string, string> = {};
  for (const asked of preset.asks) {
    const value = await askValue(preset, asked);
    if (value === undefined) return undefined;
    values[asked.id] = value.trim();
  }
  return values;
}

async function askValue({ label: title }: ForwardPreset, asked: AskedValue): Promise<string | undefined> {
  const placeHolder = asked.placeholder;
  if (asked.choices !== undefined) {
    const items = asked.choices.map(({ value, label }) => ({ label, description: value, value }));
    const options = { title, placeHolder: `${asked.label}: ${asked.hint}`, ignoreFocusOut: true };
    return (await vscode.window.showQuickPick(items, options))?.value;
  }
  return await vscode.window.showInputBox({
    title,
    prompt: `${asked.label}: ${asked.hint}`,
    placeHolder,
    password: asked.secret,
    ignoreFocusOut: true,
    ...(asked.initial === undefined ? {} : { value: asked.initial }),
    validateInput: (text) => valueProblem(asked, text),
  });
}

async function askName(preset: ForwardPreset): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const taken = new Set(writtenForwards().map(nameOf));
  const name = await vscode.window.showInputBox({
    title: preset.label,
    prompt: t('Name: what was sent is remembered under it.'),
    value: freeName(preset.id, taken),
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') return t('Give it a name.');
      return taken.has(text.trim()) ? t('Another forward has this name.') : undefined;
    },
  });
  return name?.trim();
}

async function tellOutcome({ api, push, timer }: ForwardCommandServices, name: string): Promise<void> {
  const { t } = vscode.l10n;
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: t('Looking whether "{0}" answers…', name),
  };
  const outcome = await vscode.window.withProgress(progress, async () => {
    await push.push();
    return await forwardOutcome(api, name, timer);
  });
  void tell(name, outcome);
}

async function tell(name: string, outcome: ForwardHealth | undefined): Promise<void> {
  const { t } = vscode.l10n;
  const openSettings = t('Open Settings');
  const problem = problemOf(outcome);
  const answer =
    problem === undefined
      ? await vscode.window.showInformationMessage(well(name, outcome), openSettings)
      : await vscode.window.showWarningMessage(
          t('"{0}" does not work yet: {1}', name, problem),
          openSettings,
        );
  if (answer === openSettings)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'spanline.forwards');
}

function problemOf(outcome: ForwardHealth | undefined): string | undefined {
  if (outcome === undefined) return vscode.l10n.t('the collector did not take it. Its settings tell more.');
  return outcome.problem;
}

/** Nobody can say that a back end works that has not been sent anything. */
function well(name: string, outcome: ForwardHealth | undefined): string {
  const { t } = vscode.l10n;
  return (outcome?.sentSpans ?? 0) > 0
    ? t('"{0}" works: it has taken the first spans.', name)
    : t(
        '"{0}" gets what is received from now on. Nothing came yet; "Spanline: Show Forwards…" tells how it does.',
        name,
      );
}
