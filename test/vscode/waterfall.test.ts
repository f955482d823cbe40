import { equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import { activated, becomes, endpoint, sourceFile } from './spanline.ts';
import { type SentTrace, sendTrace } from './spans.ts';

describe('the waterfall', () => {
  let file: vscode.Uri;
  let trace: SentTrace;

  before(async () => {
    file = await sourceFile('waterfall.tmp.js', ['export const one = 1;', 'export const two = 2;']);
    trace = await sendTrace(await endpoint(), [
      { name: 'GET /waterfall', service: 'front', duration: 20 },
      { name: 'second', service: 'back', duration: 5, file: file.fsPath, line: 2 },
    ]);
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(file);
  });

  it('opens in one tab, and its page asks for the trace', async () => {
    const window = await activated();
    await vscode.commands.executeCommand('spanline.openTrace', trace.traceId);
    await becomes(() => window.waterfalls(), ['GET /waterfall']);
  });

  it('shows the span that is opened in the side panel, with its figures and its line', async () => {
    const window = await activated();
    await vscode.commands.executeCommand('spanline.openSpan', {
      traceId: trace.traceId,
      spanId: trace.spanIds[1],
    });
    await becomes(async () => (await window.span())?.detail.name, 'second');
    await becomes(async () => (await window.span())?.placement?.label, 'waterfall.tmp.js:2');
    const span = await window.span();
    equal(span?.placement?.text, 'export const two = 2;');
    equal(span?.selfNano, 5e6);
    equal(span?.startNano, 1e6);
    equal(span?.traceDurationNano, 20e6);
  });

  it('leads to the line of the selected span', async () => {
    await vscode.commands.executeCommand('spanline.goToCode');
    await becomes(() => vscode.window.activeTextEditor?.document.uri.fsPath, file.fsPath);
    equal(vscode.window.activeTextEditor?.selection.active.line, 1);
  });

  it('still has its span once the collector was stopped and is back', async () => {
    const window = await activated();
    await vscode.commands.executeCommand('spanline.stopCollector');
    await becomes(() => window.collector().kind, 'stopped');
    await vscode.commands.executeCommand('spanline.restartCollector');
    await becomes(async () => (await window.span())?.detail.name, 'second');
    await becomes(() => window.waterfalls(), ['GET /waterfall']);
  });

  it('reuses its tab for the next trace, unless a new one is asked for', async () => {
    const window = await activated();
    const to = await endpoint();
    const next = await sendTrace(to, [{ name: 'GET /next' }]);
    const pinned = await sendTrace(to, [{ name: 'GET /pinned' }]);
    await vscode.commands.executeCommand('spanline.openTrace', next.traceId);
    await becomes(() => window.waterfalls(), ['GET /next']);
    await vscode.commands.executeCommand('spanline.openTraceInNewTab', pinned.traceId);
    await becomes(() => window.waterfalls(), ['GET /next', 'GET /pinned']);
  });
});
