import * as vscode from 'vscode';
import { messageOf } from '../shared/assert.ts';
import { commands } from '../shared/manifest.ts';
import { UserError } from '../shared/userError.ts';

/** What the log needs to be; VS Code's `LogOutputChannel` is one. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
}

/**
 * Runs what a user asked for and shows why it failed: a sentence of ours as it is, anything else as a fault
 * with its details in the log. Nothing is thrown, since VS Code would show it a second time.
 */
export async function runForUser(log: Log, what: () => unknown): Promise<void> {
  try {
    await what();
  } catch (error) {
    log.error(error instanceof Error ? error : messageOf(error));
    showProblem(
      error instanceof UserError
        ? error.message
        : vscode.l10n.t('Spanline could not do that: {0}', messageOf(error)),
    );
  }
}

/** Shows a sentence with a way to the log; the caller does not wait for the user. */
export function showProblem(sentence: string): void {
  const showLog = vscode.l10n.t('Show Log');
  const run = async (): Promise<void> => {
    const answer = await vscode.window.showErrorMessage(sentence, showLog);
    if (answer === showLog) await vscode.commands.executeCommand(commands.showLog);
  };
  void run();
}

/** Shows a sentence about our settings, with a way to them. */
export function showSettingsProblem(sentence: string): void {
  const openSettings = vscode.l10n.t('Open Settings');
  const run = async (): Promise<void> => {
    const answer = await vscode.window.showWarningMessage(sentence, openSettings);
    if (answer === openSettings)
      await vscode.commands.executeCommand(commands.openSettings, '@ext:spanline.spanline');
  };
  void run();
}
