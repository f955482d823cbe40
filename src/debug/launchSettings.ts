import * as vscode from 'vscode';
import type { SettingId } from '../shared/manifest.ts';

const ids = {
  debugSessions: 'spanline.launch.debugSessions',
  terminals: 'spanline.launch.terminals',
  capture: 'spanline.launch.capture',
} as const satisfies Record<string, SettingId>;

export type LaunchSetting = keyof typeof ids;

/** Whether a setting is on. In a workspace that is not trusted nothing is set for anybody. */
export function isOn(setting: LaunchSetting): boolean {
  return (
    vscode.workspace.isTrusted && vscode.workspace.getConfiguration().get<boolean>(ids[setting]) === true
  );
}

/** For this workspace where there is one, since it is a decision about its programs. */
export async function turn(setting: LaunchSetting, on: boolean): Promise<void> {
  const target =
    vscode.workspace.workspaceFolders === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await vscode.workspace.getConfiguration().update(ids[setting], on, target);
}

export function affects(event: vscode.ConfigurationChangeEvent, setting: LaunchSetting): boolean {
  return event.affectsConfiguration(ids[setting]);
}
