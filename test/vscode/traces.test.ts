import * as vscode from 'vscode';
import { activated, becomes, endpoint } from './spanline.ts';
import { sendTrace } from './spans.ts';

describe('the Traces view', () => {
  before(async () => {
    await vscode.commands.executeCommand('spanline.traces.focus');
  });

  it('lists traces as they come, newest first', async () => {
    const window = await activated();
    const to = await endpoint();
    await sendTrace(to, [{ name: 'GET /first', service: 'shop', duration: 12 }]);
    await becomes(() => window.traces()[0], 'GET /first  shop  12 ms  1 span');
    await sendTrace(to, [
      { name: 'GET /second', service: 'shop' },
      { name: 'query', duration: 40 },
    ]);
    await becomes(
      () => window.traces().slice(0, 2),
      ['GET /second  shop  41 ms  2 spans', 'GET /first  shop  12 ms  1 span'],
    );
  });

  it('filters by words, service, errors and duration', async () => {
    const window = await activated();
    await sendTrace(await endpoint(), [
      { name: 'POST /filtered', service: 'filtered', duration: 70, failed: true },
    ]);
    window.traceFilter('service:filtered errors >50ms');
    await becomes(() => window.traces(), ['POST /filtered  filtered  70 ms  1 span']);
    window.traceFilter('service:filtered >80ms');
    await becomes(() => window.traces(), []);
    await vscode.commands.executeCommand('spanline.clearFilter');
    await becomes(() => window.traces().length > 1, true);
  });

  it('pauses and resumes', async () => {
    const window = await activated();
    await vscode.commands.executeCommand('spanline.pause');
    await becomes(() => window.statusBar().endsWith('paused'), true);
    await vscode.commands.executeCommand('spanline.resume');
    await becomes(() => window.statusBar().endsWith('paused'), false);
  });
});
