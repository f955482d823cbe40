import { notEqual } from 'node:assert/strict';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activated, becomes, endpoint } from './spanline.ts';
import { sendTrace } from './spans.ts';

describe('the collector', () => {
  it('is another one when the setting names another folder', async () => {
    const window = await activated();
    const usual = vscode.workspace.getConfiguration('spanline.collector').get('dataDirectory', '');
    const before = await endpoint();
    await sendTrace(before, [{ name: 'GET /here' }]);
    await becomes(() => window.traces().some((row) => row.startsWith('GET /here')), true);

    await useFolder(await mkdtemp(join(tmpdir(), 'spanline-other-')));
    await becomes(() => window.traces(), []);
    const other = await endpoint();
    notEqual(other, before);
    await sendTrace(other, [{ name: 'GET /there', duration: 8 }]);
    await becomes(() => window.traces(), ['GET /there  test  8 ms  1 span']);
    await vscode.commands.executeCommand('spanline.stopCollector');

    await useFolder(usual);
    await becomes(() => window.traces().some((row) => row.startsWith('GET /here')), true);
  });

  it('is stopped and started by command, and keeps its traces', async () => {
    const window = await activated();
    await sendTrace(await endpoint(), [{ name: 'GET /kept' }]);
    await becomes(() => window.traces().some((row) => row.startsWith('GET /kept')), true);
    await vscode.commands.executeCommand('spanline.stopCollector');
    await becomes(() => window.collector(), { kind: 'stopped' });
    await becomes(() => window.statusBar(), '$(circle-slash) OTLP stopped');
    await vscode.commands.executeCommand('spanline.restartCollector');
    await endpoint();
    await becomes(() => window.traces().some((row) => row.startsWith('GET /kept')), true);
  });
});

async function useFolder(folder: string): Promise<void> {
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('spanline.collector').update('dataDirectory', folder, target);
}
