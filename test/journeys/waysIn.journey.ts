import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CodeWindow, large } from '../support/codeWindow.ts';
import { Stage } from '../support/stage.ts';

const patience = { timeout: 30_000, interval: 200 };
const logged = '5b8efff798038103d269b633813fc601';
const spanId = 'eee19b7ec3c1b174';
let stage: Stage;
let window: CodeWindow;
let endpoint: string;
let service: Server;

beforeAll(async () => {
  stage = await Stage.open();
  // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code fills it in.
  const launch = { type: 'node', request: 'launch', name: 'app', program: '${workspaceFolder}/app.js' };
  const files = {
    'app.js': `console.log('paid trace_id=${logged}');\nsetTimeout(() => undefined, 60_000);\n`,
    '.vscode/launch.json': JSON.stringify({ version: '0.2.0', configurations: [launch] }),
  };
  window = await stage.window('app.js', large, await stage.folder(files));
  endpoint = `http://${(await stage.collector()).http}/v1/traces`;
  await window.ready();
  await send(logged, 'GET /logged');
  service = createServer((request, response) => {
    const [, traceId = ''] = String(request.headers['traceparent']).split('-');
    void send(traceId, `${request.method} ${request.url}`).then(() => response.end('ok'));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  service.close();
  await stage.close();
});
// The keyboard is in an editor: a page that has it may take it back late, when the machine is busy, from a list that has just opened.
beforeEach(async ({ task }) => {
  stage.explain(task.name);
  await window.openFile('app.js');
});

test('a traceparent is pasted', async () => {
  await window.run('Spanline: Open Trace…');
  await type(/recent trace/, `traceparent: 00-${logged}-${spanId}-01`);
  await expect.poll(() => window.page.locator('.quick-input-list').textContent(), patience).toContain(logged);
  await window.page.keyboard.press('Enter');
  await shows('GET /logged');
});

test('a trace that is not there is waited for, and opens by itself', async () => {
  const awaited = 'a1'.repeat(16);
  await window.run('Spanline: Open Trace…');
  await type(/recent trace/, awaited);
  await expect
    .poll(() => window.page.locator('.quick-input-list').textContent(), patience)
    .toContain(awaited);
  await window.page.keyboard.press('Enter');
  const notices = await window.notifications();
  await notices.getByRole('button', { name: 'Wait for It' }).click();
  await notices.waitFor({ state: 'hidden' });
  await send(awaited, 'GET /awaited');
  await shows('GET /awaited');
});

test('a request is shown before it is sent, and its trace opens', async () => {
  const { port } = service.address() as AddressInfo;
  await window.run('Spanline: Send Request in a New Trace…');
  await type(/checkout/, `DELETE :${port}/orders`);
  await window.page.keyboard.press('Enter');
  const input = window.page.locator('.quick-input-widget input').first();
  await expect.poll(() => input.inputValue(), patience).toMatch(/^curl -i -X DELETE .* 'traceparent: 00-/);
  await window.page.keyboard.press('Enter');
  await shows('DELETE /orders');
});

test('a link in the debug console opens the trace', async () => {
  await window.page.keyboard.press('F5');
  const link = window.page.locator('.repl a.link', { hasText: logged });
  await expect.poll(() => link.count(), patience).toBe(1);
  await link.click({ modifiers: ['Control'] });
  await shows('GET /logged');
});

/** Types into the field that asks for something, once it is there. */
async function type(placeholder: RegExp, text: string): Promise<void> {
  await window.page.getByPlaceholder(placeholder).fill(text);
}

async function shows(root: string): Promise<void> {
  await expect.poll(() => window.panel.locator('[role=treegrid]').textContent(), patience).toContain(root);
}

async function send(traceId: string, name: string): Promise<void> {
  const time = BigInt(Date.now()) * 1_000_000n;
  const span = {
    traceId,
    spanId,
    name,
    kind: 2,
    startTimeUnixNano: String(time),
    endTimeUnixNano: String(time + 9_000_000n),
  };
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  });
  expect(answer.status).toBe(200);
}
