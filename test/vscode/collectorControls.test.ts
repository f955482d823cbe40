import { equal, match, ok } from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { activated, becomes, endpoint } from './spanline.ts';
import { sendTrace } from './spans.ts';

const { executeCommand } = vscode.commands;

describe('what the collector is told', () => {
  afterEach(async () => {
    await set('sampling.ratio', undefined);
    await set('forwards', undefined);
    await executeCommand('spanline.ungroup');
    await executeCommand('spanline.clearFilter');
  });

  it('settings are taken at once, and what is wrong in them keeps the rest from nothing', async () => {
    const window = await activated();
    const http = await endpoint();
    await set('forwards', [{ name: 'half', protocol: 'otlp/http' }]);
    await set('sampling.ratio', 0);
    await becomes(async () => (await row('Receiving')).includes('keeps 0 % of traces'), true);
    await sendTrace(http, [{ name: 'GET /left-out' }]);
    await becomes(async () => (await row('Dropped')).includes('1 span'), true);
    await set('sampling.ratio', undefined);
    await becomes(async () => (await row('Receiving')).includes('keeps'), false);
    await sendTrace(http, [{ name: 'GET /kept-now' }]);
    await becomes(() => window.traces().some((text) => text.startsWith('GET /kept-now')), true);
    ok(!window.traces().some((text) => text.startsWith('GET /left-out')));
  });

  it('a forward gets what is received, is turned off and removed', async () => {
    const backEnd = await BackEnd.open();
    try {
      const http = await endpoint();
      await set('forwards', [{ name: 'mine', protocol: 'otlp/http', endpoint: backEnd.url }]);
      await becomes(async () => (await row('Forward mine')) !== '', true);
      await sendTrace(http, [{ name: 'GET /forwarded' }]);
      await becomes(() => backEnd.requests > 0, true);
      await becomes(async () => /[1-9]\d* spans? sent/.test(await row('Forward mine')), true);

      await executeCommand('spanline.toggleForward', 'mine');
      await becomes(async () => (await row('Forward mine')).includes(': off'), true);
      await executeCommand('spanline.removeForward', 'mine');
      await becomes(async () => row('Forward mine'), '');
      equal(vscode.workspace.getConfiguration('spanline').inspect('forwards')?.globalValue, undefined);
    } finally {
      backEnd.close();
    }
  });

  it('a forward without its secret is off, and sends nothing', async () => {
    const backEnd = await BackEnd.open();
    try {
      const http = await endpoint();
      const headers = { authorization: `Bearer \${secret:nowhere}` };
      await set('forwards', [{ name: 'shy', protocol: 'otlp/http', endpoint: backEnd.url, headers }]);
      await becomes(async () => (await row('Forward shy')).includes(': off'), true);
      await sendTrace(http, [{ name: 'GET /not-forwarded' }]);
      const window = await activated();
      await becomes(() => window.traces().some((text) => text.startsWith('GET /not-forwarded')), true);
      equal(backEnd.requests, 0);
    } finally {
      backEnd.close();
    }
  });

  it('traces stand below the run in which they came', async () => {
    const window = await activated();
    const http = await endpoint();
    await executeCommand('spanline.startRun', 'the old way');
    await sendTrace(http, [{ name: 'GET /old-way', duration: 8 }]);
    await becomes(() => window.traces().some((text) => text.startsWith('GET /old-way')), true);
    await executeCommand('spanline.startRun', 'the new way');
    await sendTrace(http, [{ name: 'GET /new-way', duration: 8 }]);
    await executeCommand('spanline.groupByRun');
    await becomes(
      () =>
        window
          .traces()
          .slice(0, 4)
          .map((text) => text.replace(/ {2}\d\d:\d\d$/, '')),
      [
        'the new way  goes on  1 trace',
        '  GET /new-way  test  8 ms  1 span',
        'the old way  1 trace',
        '  GET /old-way  test  8 ms  1 span',
      ],
    );
    await executeCommand('spanline.endRun');
    await becomes(() => window.traces()[0]?.includes('goes on'), false);
    window.traceFilter('run:"the old way"');
    await becomes(() => window.traces().length, 2);
    match(window.traces()[1] ?? '', /GET \/old-way/);
  });

  it('a debug session is a run', async () => {
    const window = await activated();
    await endpoint();
    await executeCommand('spanline.groupByRun');
    const directory = await mkdtemp(join(tmpdir(), 'spanline-run-'));
    const program = join(directory, 'app.js');
    await writeFile(program, 'setInterval(() => undefined, 1000)');
    await vscode.debug.startDebugging(undefined, {
      type: 'node',
      request: 'launch',
      name: 'Debug me',
      program,
    });
    await becomes(() => window.traces()[0]?.startsWith('Debug me  goes on'), true);
    await vscode.debug.stopDebugging();
    await becomes(() => window.traces()[0]?.startsWith('Debug me  goes on') ?? false, false);
  });

  it('a pinned trace says so, and can be asked for', async () => {
    const window = await activated();
    const { traceId } = await sendTrace(await endpoint(), [{ name: 'GET /dear', duration: 8 }]);
    await becomes(() => window.traces().some((text) => text.startsWith('GET /dear')), true);
    await executeCommand('spanline.pinTrace', traceId);
    await executeCommand('spanline.showPinned');
    await becomes(() => window.traces(), ['GET /dear  pinned  test  8 ms  1 span']);
    await executeCommand('spanline.togglePin', traceId);
    await becomes(() => window.traces(), []);
  });
});

describe('a port that somebody else has', () => {
  it('is told with its holder, and free ones are one command away', async () => {
    const window = await activated();
    await endpoint();
    const holder = createSocketServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    try {
      await set('collector.grpcPort', port);
      await executeCommand('spanline.restartCollector');
      await becomes(() => window.collector().kind, 'failed');
      const status = window.collector();
      equal(status.kind === 'failed' ? status.taken?.port : undefined, port);
      match(window.traces()[0] ?? '', /^Use Ports \d+ and \d+$/);
      await executeCommand('spanline.startOnFreePorts');
      await becomes(() => window.collector().kind, 'ready');
      await sendTrace(await endpoint(), [{ name: 'GET /elsewhere' }]);
      await becomes(() => window.traces().some((text) => text.startsWith('GET /elsewhere')), true);
    } finally {
      holder.close();
      await set('collector.grpcPort', 0);
      await executeCommand('spanline.restartCollector');
    }
  });
});

async function row(label: string): Promise<string> {
  const rows = await (await activated()).health();
  return rows.find((text) => text.replace('! ', '').startsWith(`${label}:`)) ?? '';
}

async function set(key: string, value: unknown): Promise<void> {
  const target = vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration('spanline').update(key, value, target);
}

/** Takes what is sent to it and counts. */
class BackEnd {
  readonly #server: Server;
  requests = 0;

  static async open(): Promise<BackEnd> {
    const backEnd: BackEnd = new BackEnd();
    await new Promise<void>((resolve) => backEnd.#server.listen(0, '127.0.0.1', resolve));
    return backEnd;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.requests++;
      request.resume().on('end', () => response.setHeader('content-type', 'application/x-protobuf').end());
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
