import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server as SocketServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CodeWindow, small } from '../support/codeWindow.ts';
import { artifacts } from '../support/paths.mjs';
import { postTrace } from '../support/postTrace.ts';
import { shelfFolder } from '../support/shelf.ts';
import { Stage } from '../support/stage.ts';

const patience = { timeout: 30_000, interval: 200 };
const themes = [
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
] as const;
/** What VS Code's window is marked with once it has the colours of a theme. */
const marks: Readonly<Record<string, string>> = { dark: 'vs-dark', light: 'vs' };

let stage: Stage;
let window: CodeWindow;
let holder: SocketServer;
let backEnd: Server;
let forwarded = 0;

beforeAll(async () => {
  holder = createSocketServer().listen(0, '127.0.0.1');
  backEnd = createServer((request, response) => {
    forwarded++;
    request.resume().on('end', () => response.setHeader('content-type', 'application/x-protobuf').end());
  }).listen(0, '127.0.0.1');
  await Promise.all([once(holder, 'listening'), once(backEnd, 'listening')]);
  stage = await Stage.open({ settings: { 'spanline.collector.grpcPort': portOf(holder) } });
  window = await stage.window('app.js', small, await shelfFolder(stage));
});
afterAll(async () => {
  await stage.close();
  holder.close();
  backEnd.closeAllConnections();
  backEnd.close();
});
beforeEach(({ task }) => stage.explain(task.name));

test('a port that somebody else has is told with its holder, and free ones are a click away', async () => {
  await window.openSideBar('Spanline');
  await window.row(/^Use Ports \d+ and \d+/).waitFor();
  const told = window.page.locator('.part.sidebar .message', { hasText: `${portOf(holder)}` });
  await expect.poll(() => told.first().textContent(), patience).toMatch(/process \d+/);
  const notifications = await window.notifications();
  const notice = notifications.locator('.monaco-list-row', { hasText: `Port ${portOf(holder)} is held by` });
  expect(await notice.count()).toBe(1);
  await window.page.keyboard.press('Escape');
  await shoot('taken-port');
  await window.row(/^Use Ports/).click();
  await window.ready();
  await send('GET /on-free-ports');
  await window.row('GET /on-free-ports').waitFor();
});

test('a debug session is a run, and what it sends stands below it', async () => {
  await window.run('Spanline: Group Traces by Run');
  await window.goToLine(1);
  await window.page.keyboard.press('F5');
  await window.openSideBar('Spanline');
  await window.row(/goes on/).waitFor();
  await expect.poll(() => window.row('check shelf').count(), patience).toBeGreaterThan(1);
  await window.run('Debug: Stop');
  await expect.poll(() => window.row(/goes on/).count(), patience).toBe(0);
});

test('a run can be begun by name, and a trace pinned from its row', async () => {
  await window.run('Spanline: Start New Run…');
  await type('with the new index');
  await window.row(/with the new index/).waitFor();
  await send('GET /indexed');
  const row = window.row('GET /indexed');
  await row.waitFor();
  await row.hover();
  await row.getByRole('button', { name: 'Pin Trace', exact: true }).click();
  await expect.poll(() => row.textContent(), patience).toContain('pinned');
  await row.click();
  await expect
    .poll(() => window.panel.locator('.facts').textContent(), patience)
    .toMatch(/with the new index/);
  await expect.poll(() => window.panel.locator('.facts').textContent(), patience).toMatch(/pinned/);
  await shoot('runs');
});

test('what was measured during a span stands beside it', async () => {
  const traceId = await send('GET /measured');
  await sendExemplar(traceId);
  await window.row('GET /measured').click();
  await window.panel.locator('[role=row]', { hasText: 'GET /measured' }).click();
  const metrics = window.sideView.getByRole('region', { name: 'Metrics' });
  await expect.poll(() => metrics.textContent(), patience).toMatch(/http\.server\.request\.duration 0\.25 s/);
  await shoot('metrics');
});

test('a forward is added by answering, and its spans are counted in the health', async () => {
  await window.run('Spanline: Add Forward…');
  await shoot('forward-presets', ['dark']);
  await choose('Another Back End, OTLP over HTTP');
  await type(`http://127.0.0.1:${portOf(backEnd)}`);
  await type('');
  // It gets what comes once the collector knows of it.
  await expect.poll(() => healthOf('Forward otlp-http'), patience).toMatch(/nothing to send/);
  await send('GET /forwarded');
  await expect.poll(() => forwarded, patience).toBeGreaterThan(0);
  await expect.poll(() => healthOf('Forward otlp-http'), patience).toMatch(/\d+ spans? sent/);
  for (const [name, label] of themes) {
    await window.useTheme(label);
    await show('Spanline: Show Collector Health', 'Collector Health');
    await shootNow('health', name);
    await window.page.keyboard.press('Escape');
    await show('Spanline: Show Forwards…', 'Forwards');
    await shootNow('forwards', name);
    await window.page.keyboard.press('Escape');
  }
});

async function send(name: string): Promise<string> {
  const { http } = await stage.collector();
  const traceId = crypto.randomUUID().replaceAll('-', '');
  await postTrace(http, traceId, [{ id: '1', service: 'shop', name, kind: 'server', from: 0, to: 8 }]);
  return traceId;
}

/** A histogram of one value, which names the span of the trace. */
async function sendExemplar(traceId: string): Promise<void> {
  const { http } = await stage.collector();
  const timeUnixNano = `${Date.now()}000000`;
  const exemplar = { timeUnixNano, asDouble: 0.25, traceId, spanId: '0000000000000001' };
  const point = {
    timeUnixNano,
    count: 1,
    sum: 0.25,
    bucketCounts: [1],
    explicitBounds: [],
    exemplars: [exemplar],
  };
  const metric = {
    name: 'http.server.request.duration',
    unit: 's',
    histogram: { aggregationTemporality: 2, dataPoints: [point] },
  };
  const body = { resourceMetrics: [{ resource: {}, scopeMetrics: [{ scope: {}, metrics: [metric] }] }] };
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers, body: JSON.stringify(body) };
  expect((await fetch(`http://${http}/v1/metrics`, request)).status).toBe(200);
}

/** Answers the question that is up. */
async function type(text: string): Promise<void> {
  const input = window.page.locator('.quick-input-widget input').first();
  await input.waitFor();
  const title = window.page.locator('.quick-input-widget .quick-input-message');
  const question = await title.textContent();
  if (text !== '') await input.fill(text);
  await window.page.keyboard.press('Enter');
  await expect
    .poll(async () => (await input.isVisible()) && (await title.textContent()) === question, patience)
    .toBe(false);
}

/** Chooses an entry of a list behind which another question comes up. */
async function choose(label: string): Promise<void> {
  const row = window.page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first();
  await row.click();
  await row.waitFor({ state: 'hidden' });
}

/** A list that stays up until something is chosen. */
async function show(command: string, title: string): Promise<void> {
  const { page } = window;
  const widget = page.locator('.quick-input-widget');
  await page.keyboard.press('F1');
  await widget.locator('input').first().fill(`>${command}`);
  await widget.locator('.monaco-list-row', { hasText: command }).first().click();
  await widget.locator('.quick-input-title', { hasText: title }).waitFor();
  await widget.locator('.monaco-list-row').first().waitFor();
}

async function healthOf(label: string): Promise<string> {
  await show('Spanline: Show Collector Health', 'Collector Health');
  const row = window.page.locator('.quick-input-widget .monaco-list-row', { hasText: label }).first();
  const text = (await row.count()) === 0 ? '' : ((await row.textContent()) ?? '');
  await window.page.keyboard.press('Escape');
  return text;
}

async function shoot(name: string, only: readonly string[] = ['dark', 'light']): Promise<void> {
  if (only.length === 1) return await shootNow(name, 'dark');
  for (const [theme, label] of themes) {
    await window.useTheme(label);
    await shootNow(name, theme);
  }
  await window.useTheme('Dark Modern');
}

async function shootNow(name: string, theme: string): Promise<void> {
  await window.page.locator(`.monaco-workbench.${marks[theme]}`).waitFor();
  const folder = join(artifacts, 'screenshots');
  await mkdir(folder, { recursive: true });
  await window.screenshot(join(folder, `collector-${name}-${theme}.png`));
}

function portOf(server: SocketServer | Server): number {
  return (server.address() as AddressInfo).port;
}
