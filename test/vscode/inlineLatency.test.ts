import * as vscode from 'vscode';
import { activated, becomes, endpoint, sourceFile } from './spanline.ts';
import { sendTrace } from './spans.ts';

describe('latency on code', () => {
  let file: vscode.Uri;

  before(async () => {
    file = await sourceFile('inlineLatency.tmp.js', [
      'export function pay() {',
      '  check();',
      '  return charge();',
      '}',
    ]);
    const place = { file: file.fsPath };
    await sendTrace(await endpoint(), [
      { name: 'pay', ...place, line: 1, duration: 9 },
      { name: 'check', ...place, line: 2, duration: 1 },
      { name: 'charge', ...place, line: 3, duration: 7, failed: true },
    ]);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.workspace.fs.delete(file);
  });

  it('stands behind the lines that spans came from', async () => {
    const window = await activated();
    await vscode.window.showTextDocument(file);
    await becomes(() => window.annotations(file), ['1: 9 ms', '2: 1 ms', '3: failed 7 ms · failed']);
  });

  it('follows its line when the code is edited, and says when the line is gone', async () => {
    const window = await activated();
    const editor = await vscode.window.showTextDocument(file);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// first\n'));
    await becomes(() => window.annotations(file), ['2: 9 ms', '3: 1 ms', '4: failed 7 ms · failed']);
    await editor.edit((edit) => edit.replace(new vscode.Range(2, 0, 3, 0), '  other();\n  more();\n'));
    await becomes(
      () => window.annotations(file).filter((text) => text.includes('stale')),
      ['3: stale 1 ms · code changed since'],
    );
  });

  it('offers its figures on hover', async () => {
    const hover = async (): Promise<string> => {
      const position = new vscode.Position(1, 4);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        file,
        position,
      );
      const contents = hovers.flatMap((one) => one.contents as vscode.MarkdownString[]);
      return contents.map((content) => content.value).find((text) => text.includes('| calls |')) ?? '';
    };
    await becomes(async () => (await hover()).includes('**test** `pay`'), true);
  });

  it('is turned off and on by one command', async () => {
    const enabled = (): boolean | undefined =>
      vscode.workspace.getConfiguration('spanline.inlineLatency').get('enabled');
    await vscode.commands.executeCommand('spanline.toggleInlineLatency');
    await becomes(enabled, false);
    await vscode.commands.executeCommand('spanline.toggleInlineLatency');
    await becomes(enabled, true);
  });
});
