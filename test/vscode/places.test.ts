import { deepEqual, equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, becomes, endpoint, sourceFile } from './spanline.ts';
import { sendTrace } from './spans.ts';

const mappings = 'spanline.pathMappings';

describe('where spans come from', () => {
  const files: vscode.Uri[] = [];

  before(async () => {
    for (const folder of ['left', 'right']) {
      for (const name of ['choice', 'beside', 'mapped', 'far']) {
        files.push(await sourceFile(`places.tmp/${folder}/${name}.js`, ['first();', 'second();']));
      }
    }
    await activated();
  });

  after(async () => {
    await folderSettings().update(mappings, undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    const [file] = files;
    if (file === undefined) return;
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(file, '../..'), { recursive: true });
  });

  it('asks once which of several files it is, for all files of the program that lie there', async () => {
    await select('choice', '/build/a/choice.js');
    await becomes(confidence, 'low');
    void vscode.commands.executeCommand('spanline.chooseLine');
    await acceptUntil(async () => (await confidence()) !== 'low');
    const folder = await folderOfPlace();
    await select('beside', '/build/a/beside.js');
    await becomes(folderOfPlace, folder);
    equal((await confidence()) === 'low', false);
  });

  it('makes a mapping of a wrong path, which holds for the files beside it', async () => {
    await select('mapped', '/srv/b/mapped.js');
    await becomes(confidence, 'low');
    void vscode.commands.executeCommand('spanline.mapPath');
    await acceptUntil(async () => (await confidence()) === 'exact');
    const folder = await folderOfPlace();
    const local = `places.tmp/${folder}`;
    const [mapping] = Object.entries(folderSettings().get<Record<string, string>>(mappings) ?? {});
    deepEqual(mapping?.[0].replace(/\/$/, ''), '/srv/b');
    equal(mapping?.[1].replace(/\/$/, '').endsWith(local), true, `${mapping?.[1]} is not ${local}`);
    await select('far', '/srv/b/far.js');
    await becomes(folderOfPlace, folder);
  });
});

/** Sends a span that names the second line of a file, and selects it. */
async function select(name: string, file: string): Promise<void> {
  const { traceId, spanIds } = await sendTrace(await endpoint(), [{ name, file, line: 2 }]);
  await vscode.commands.executeCommand('spanline.openSpan', { traceId, spanId: spanIds[0] });
  const window = await activated();
  await becomes(async () => (await window.span())?.detail.name, name);
}

async function confidence(): Promise<string | undefined> {
  return (await (await activated()).span())?.placement?.confidence;
}

/** `left` or `right`; empty where the file is not decided. */
async function folderOfPlace(): Promise<string> {
  const placement = (await (await activated()).span())?.placement;
  return placement === undefined || placement.confidence === 'low'
    ? ''
    : (placement.location.path.split(/[\\/]/).at(-2) ?? '');
}

/** Takes the first entry of the list that comes up. */
async function acceptUntil(isDone: () => Promise<boolean>): Promise<void> {
  await becomes(async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    return await isDone();
  }, true);
}

function folderSettings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(undefined, vscode.workspace.workspaceFolders?.[0]);
}
