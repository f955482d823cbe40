import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CodeWindow, large } from '../support/codeWindow.ts';
import { type MadeSpan, postTrace } from '../support/postTrace.ts';
import { Stage } from '../support/stage.ts';

const patience = { timeout: 30_000, interval: 200 };
const first = 'c1'.repeat(16);
const second = 'c2'.repeat(16);
const spans: MadeSpan[] = [
  { id: '1', service: 'shop', name: 'GET /orders', kind: 'server', from: 0, to: 40 },
  { id: '2', parent: '1', service: 'shop', name: 'SELECT orders', kind: 'client', from: 5, to: 30 },
];
let stage: Stage;
let window: CodeWindow;
let folder: string;
let http: string;

beforeAll(async () => {
  stage = await Stage.open();
  folder = await stage.folder({ 'notes.md': '# Notes\n' });
  window = await stage.window('notes.md', large, folder);
  await window.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await window.ready();
  ({ http } = await stage.collector());
  await postTrace(http, first, spans, { 'service.instance.id': 'run-1' });
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

test('without another run there is a sentence', async () => {
  await window.openTrace(first);
  await shows('SELECT orders');
  await window.run('Spanline: Compare With Previous Run');
  const notices = await window.notifications();
  await notices.getByText('There is no other trace of this root to compare with').waitFor();
  await window.run('Notifications: Clear All Notifications');
});

test('a trace is compared with the one of the run before', async () => {
  const later = spans.map((span) => (span.id === '2' ? { ...span, to: 35 } : span));
  await postTrace(http, second, later, { 'service.instance.id': 'run-2' });
  await window.openTrace(second);
  await shows('SELECT orders');
  await window.run('Spanline: Compare With Previous Run');
  await expect
    .poll(() => window.panel.locator('.compare-grid').textContent(), patience)
    .toMatch(/SELECT orders.*\+5 ms/);
});

test.each([
  ['OTLP JSON', 'a.json', 'resourceSpans'],
  ['OTLP JSON, one document a line', 'b.ndjson.gz', 'resourceSpans'],
  ['OTLP protobuf', 'c.pb.zst', 'SELECT orders'],
  ['Jaeger JSON', 'd.json.gz', 'operationName'],
  ['Zipkin JSON, version 2', 'e.json', 'localEndpoint'],
  ['Zipkin JSON, version 1', 'f.json.zst', 'annotations'],
])('it is exported as %s', async (format, name, text) => {
  await window.run('Spanline: Export Trace…');
  await list().locator('.label-name').getByText(format, { exact: true }).click();
  await saveAs(name);
  await expect.poll(() => unpacked(name), patience).toContain(text);
});

test('its link and its JSON are copied', async () => {
  await window.run('Spanline: Copy Link to Trace');
  await expect.poll(clipboard, patience).toContain(`://spanline.spanline/trace/${second}`);
  await window.run('Spanline: Copy Trace as OTLP JSON');
  await expect.poll(clipboard, patience).toContain('SELECT orders');
});

test('a shared file opens from the explorer', async () => {
  await window.run('Spanline: Share Trace as One File…');
  await window.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Share', exact: true }).click();
  await saveAs('shared.spanline.gz');
  await expect.poll(() => unpacked('shared.spanline.gz'), patience).toContain('"spanline"');
  await window.run('Spanline: Clear All Traces');
  await window.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Clear All Traces' }).click();
  await window.run('View: Close All Editors');
  await window.openSideBar('Explorer');
  const file = window.row('shared.spanline.gz');
  await file.click({ button: 'right' });
  // A menu takes no click that might be the end of the one by which it was opened.
  await window.page.locator('.monaco-menu').getByText('Import Trace Files…').click({ delay: 500 });
  await shows('SELECT orders');
});

async function saveAs(name: string): Promise<void> {
  const widget = list();
  await expect.poll(() => widget.locator('input').first().inputValue(), patience).toContain(folder);
  await widget.locator('input').first().fill(join(folder, name));
  await window.page.keyboard.press('Enter');
  await widget.waitFor({ state: 'hidden' });
}

function list() {
  return window.page.locator('.quick-input-widget');
}

async function unpacked(name: string): Promise<string> {
  const bytes = await readFile(join(folder, name)).catch(() => undefined);
  if (bytes === undefined) return '';
  if (name.endsWith('.gz')) return gunzipSync(bytes).toString();
  return (name.endsWith('.zst') ? zstdDecompressSync(bytes) : bytes).toString();
}

function clipboard(): Promise<string> {
  return window.page.evaluate(() => navigator.clipboard.readText());
}

async function shows(text: string): Promise<void> {
  await expect
    .poll(() => window.panel.locator('[role=treegrid]').first().textContent(), patience)
    .toContain(text);
}
