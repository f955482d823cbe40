import * as vscode from 'vscode';
import type { SettingId } from '../../shared/manifest.ts';
import type { UserPaths } from '../paths/pathKnowledge.ts';
import type { PrefixRule } from '../paths/prefixRule.ts';
import type { PathMappings } from '../paths/settingRules.ts';

const setting: SettingId = 'spanline.pathMappings';

/** The mappings of the setting, as each folder of the workspace has it, and the rules from choices. */
export function userPaths(choices: readonly PrefixRule[]): UserPaths {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const mappings = folders.map((folder): readonly [string, PathMappings] => [
    folder.uri.fsPath,
    vscode.workspace.getConfiguration(undefined, folder).get<PathMappings>(setting) ?? {},
  ]);
  return { mappings: Object.fromEntries(mappings), choices };
}

/** Tells that the mappings, or the folders that have some, are others now. */
export function onDidChangePaths(listener: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(setting)) listener();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(listener),
  );
}
