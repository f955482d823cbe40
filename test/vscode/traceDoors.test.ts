import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { activated, becomes, endpoint, sourceFile } from './spanline.ts';
import { type SentTrace, sendTrace } from './spans.ts';

describe('ways into a trace', () => {
  let trace: SentTrace;

  before(async () => {
    trace = await sendTrace(await endpoint(), [
      { name: 'GET /door', service: 'front', duration: 20 },
      { name: 'behind', service: 'back', duration: 5 },
    ]);
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('a traceparent opens it, with its span', async () => {
    const window = await activated();
    await vscode.commands.executeCommand('spanline.openTrace', `00-${trace.traceId}-${trace.spanIds[1]}-01`);
    await becomes(() => window.waterfalls(), ['GET /door']);
    await becomes(async () => (await window.span())?.detail.name, 'behind');
  });

  it('a curl command opens it', async () => {
    const window = await activated();
    const command = `curl 'http://localhost/a' \\\n  -H 'X-B3-TraceId: ${trace.traceId.toUpperCase()}'`;
    await vscode.commands.executeCommand('spanline.openTrace', command);
    await becomes(() => window.waterfalls(), ['GET /door']);
  });

  it('a link opens it', async () => {
    const window = await activated();
    // Where VS Code runs in a browser, links to extensions are opened as documents.
    const link = `spanline-trace://spanline.spanline/trace/${trace.traceId}?span=${trace.spanIds[0]}`;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(link));
    await becomes(() => window.waterfalls(), ['GET /door']);
    await becomes(async () => (await window.span())?.detail.name, 'GET /door');
    const tabs = (): readonly string[] =>
      vscode.window.tabGroups.all.flatMap((group) => group.tabs.map((tab) => tab.label));
    await becomes(tabs, ['GET /door']);
  });

  it('ids in a log are links; other hashes are not', async () => {
    const file = await sourceFile('doors.tmp.log', [
      `INFO trace_id=${trace.traceId} span_id=${trace.spanIds[1]} hello`,
      `bare ${trace.traceId}, unknown ${'ab'.repeat(16)}`,
      `{"traceId":"${'cd'.repeat(16)}"}`,
    ]);
    const document = await vscode.workspace.openTextDocument(file);
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    const ours = links.filter(({ target }) => target?.scheme === 'command');
    deepEqual(
      ours.map(({ range }) => document.getText(range)).sort(),
      [trace.traceId, trace.traceId, 'cd'.repeat(16)].sort(),
    );
    const first = ours.find(({ range }) => range.start.line === 0);
    match(decodeURIComponent(first?.target?.query ?? ''), new RegExp(trace.spanIds[1] ?? ''));
    await vscode.workspace.fs.delete(file);
  });

  it('a line of the debug console has a link behind it', async () => {
    const seen: string[] = [];
    const tracker = vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: () => ({
        onDidSendMessage: (message: { event?: string; body?: { output?: string } }) => {
          if (message.event === 'output') seen.push(message.body?.output ?? '');
        },
      }),
    });
    const file = await sourceFile('logs.tmp.js', [`console.log('trace_id=${trace.traceId} paid');`]);
    await vscode.debug.startDebugging(undefined, {
      type: 'node',
      request: 'launch',
      name: 'logs',
      program: file.fsPath,
    });
    const scheme = vscode.env.uiKind === vscode.UIKind.Web ? 'spanline-trace' : vscode.env.uriScheme;
    const link = `${scheme}://spanline.spanline/trace/${trace.traceId}`;
    await becomes(() => seen.some((text) => text.includes(`paid ${link}`)), true);
    tracker.dispose();
    await vscode.workspace.fs.delete(file);
  });

  it('a request is sent in a trace of its own, which opens when it arrives', async () => {
    const window = await activated();
    const to = await endpoint();
    const requests: IncomingMessage[] = [];
    const server = createServer((request, response) => {
      requests.push(request);
      response.writeHead(201).end('made');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const request = `POST http://127.0.0.1:${port}/orders`;
    const sent = vscode.commands.executeCommand('spanline.sendRequest', { request, send: true });
    await becomes(() => requests.length, 1);
    const [, traceId = '', spanId = ''] =
      /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/.exec(String(requests[0]?.headers['traceparent'])) ?? [];
    equal(requests[0]?.method, 'POST');
    ok(traceId !== '');
    await sendTrace(to, [{ name: 'POST /orders', service: 'orders' }], { traceId, parentSpanId: spanId });
    await sent;
    await becomes(() => window.waterfalls(), ['POST /orders']);
    server.close();
  });

  it('a shared file opens as its sender saw it', async () => {
    const window = await activated();
    const traceId = '7b8efff798038103d269b633813fc60c';
    const spanId = 'eee19b7ec3c1b174';
    const span = {
      traceId,
      spanId,
      name: 'GET /shared',
      startTimeUnixNano: '1700000000000000000',
      endTimeUnixNano: '1700000000008000000',
    };
    const shared = {
      version: 1,
      traceId,
      selected: spanId,
      view: { tab: 'statistics', collapsed: [], scrollTop: 0, split: 0.3, columns: ['http.route', 7] },
    };
    const text = JSON.stringify({ spanline: shared, resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    const file = await sourceFile('shared.tmp.spanline.gz', []);
    await vscode.workspace.fs.writeFile(file, gzipSync(text));
    await vscode.commands.executeCommand('spanline.importTrace', file, [file]);
    await becomes(() => window.waterfalls(), ['GET /shared']);
    await becomes(() => window.waterfallStates()[0]?.tab, 'statistics');
    equal(window.waterfallStates()[0]?.selected, spanId);
    await vscode.workspace.fs.delete(file);
  });

  it('another trace is shown beside it', async () => {
    const window = await activated();
    const other = await sendTrace(await endpoint(), [{ name: 'GET /door', service: 'front', duration: 30 }]);
    await vscode.commands.executeCommand('spanline.compareTrace', {
      traceId: trace.traceId,
      with: other.traceId,
    });
    await becomes(() => window.waterfallStates()[0]?.comparedTo as string | undefined, other.traceId);
    equal(window.waterfallStates()[0]?.tab, 'compare');
  });

  it('the graph of all services has a tab of its own', async () => {
    const window = await activated();
    await vscode.commands.executeCommand('spanline.showServiceGraph');
    await becomes(() => window.serviceGraph(), true);
  });
});
