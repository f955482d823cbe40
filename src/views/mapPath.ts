import * as vscode from 'vscode';
import type { SettingId } from '../shared/manifest.ts';
import { UserError } from '../shared/userError.ts';
import { mappingFrom } from '../source/paths/prefixRule.ts';

const setting: SettingId = 'spanline.pathMappings';
const mostChoices = 50;

/** Asks which file of the workspace a program's path is, and makes a mapping of that for all files beside it. */
export async function mapPath(remotePath: string): Promise<void> {
  const { t } = vscode.l10n;
  const file = await pickFile(remotePath);
  if (file === undefined) return;
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (folder === undefined) {
    throw new UserError(
      t('{0} is in no folder of this workspace. Add its folder to the workspace first.', file.fsPath),
    );
  }
  const mapping = mappingFrom(remotePath, file.fsPath, folder.uri.fsPath);
  if (mapping === undefined) {
    throw new UserError(
      t(
        '{0} and {1} have not even the name in common, so that nothing follows for other files.',
        remotePath,
        file.fsPath,
      ),
    );
  }
  const configuration = vscode.workspace.getConfiguration(undefined, folder);
  const before = configuration.get<Record<string, unknown>>(setting) ?? {};
  const after = { ...before, [mapping.remote]: mapping.local };
  await configuration.update(setting, after, vscode.ConfigurationTarget.WorkspaceFolder);
  vscode.window.setStatusBarMessage(t('{0} is mapped to {1}', mapping.remote, mapping.local), 5000);
}

type FilePick = vscode.QuickPickItem & { readonly uri?: vscode.Uri };

async function pickFile(remotePath: string): Promise<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  const name = remotePath.split(/[\\/]/).at(-1) ?? '';
  const found = await vscode.workspace.findFiles(`**/${escapeGlob(name)}`, '**/node_modules/**', mostChoices);
  const files = found.map(
    (uri): FilePick => ({ label: name, description: vscode.workspace.asRelativePath(uri), uri }),
  );
  const browse: FilePick = { label: `$(folder-opened) ${t('Browse…')}` };
  const picked = await vscode.window.showQuickPick([...files, browse], {
    title: t('Which file is {0}?', remotePath),
    placeHolder: t('Files beside it are mapped in the same way'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (picked === undefined || picked.uri !== undefined) return picked?.uri;
  const [chosen] = (await vscode.window.showOpenDialog({ title: t('Which file is {0}?', remotePath) })) ?? [];
  return chosen;
}

function escapeGlob(name: string): string {
  return name.replace(/[*?{}[\]]/g, (character) => `[${character}]`);
}
