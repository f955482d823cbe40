import { deepStrictEqual } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { droppedFiles } from '../../src/views/droppedFiles.ts';

describe('what is dropped on the Traces view', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spanline-drop-'));
    await writeFile(join(folder, 'a b.json'), '{}');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is read from where its addresses lead, several of them, without remarks', async () => {
    const uri = vscode.Uri.file(join(folder, 'a b.json')).toString();
    const data = new vscode.DataTransfer();
    data.set('text/uri-list', new vscode.DataTransferItem(`# from the explorer\r\n${uri}\r\n${uri}\r\n`));
    deepStrictEqual(await contents(data), ['a b.json {}', 'a b.json {}']);
  });

  it('is nothing where no file is in it', async () => {
    const data = new vscode.DataTransfer();
    data.set('text/plain', new vscode.DataTransferItem('hello'));
    deepStrictEqual(await contents(data), []);
  });
});

async function contents(data: vscode.DataTransfer): Promise<string[]> {
  const files = await droppedFiles(data);
  return await Promise.all(
    files.map(async ({ name, read }) => `${name} ${new TextDecoder().decode(await read())}`),
  );
}
