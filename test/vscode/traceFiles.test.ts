import { equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, becomes, endpoint } from './spanline.ts';

describe('trace files', () => {
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('are imported and shown', async () => {
    const window = await activated();
    await endpoint();
    const file = await writeFile('imported.tmp.json', otlp('GET /imported'));
    await vscode.commands.executeCommand('spanline.importTrace', file);
    await becomes(() => window.waterfalls(), ['GET /imported']);
    await becomes(() => window.traces().some((row) => row.startsWith('GET /imported ')), true);
    await vscode.workspace.fs.delete(file);
  });

  it('that hold no span, or are not there, change nothing', async () => {
    const window = await activated();
    const before = window.traces();
    const file = await writeFile('not-a-trace.tmp.json', '{"hello":1}');
    await vscode.commands.executeCommand('spanline.importTrace', file);
    await vscode.workspace.fs.delete(file);
    await vscode.commands.executeCommand('spanline.importTrace', file);
    equal(window.traces().join('\n'), before.join('\n'));
  });
});

function otlp(name: string): string {
  const span = {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    name,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000000008000000',
  };
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
}

async function writeFile(name: string, text: string): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  ok(folder, 'No folder is open.');
  const file = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  return file;
}
