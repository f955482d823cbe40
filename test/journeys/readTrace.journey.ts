import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CodeWindow } from '../support/codeWindow.ts';
import { type MadeSpan, postTrace } from '../support/postTrace.ts';
import { Stage } from '../support/stage.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const before = '5bf92f3577b34da6a3ce929d0e0e4736';
const patience = { timeout: 20_000, interval: 100 };

const spans = (chargeMillis: number): MadeSpan[] => [
  {
    id: '1',
    service: 'shop',
    name: 'POST /checkout',
    kind: 'server',
    from: 0,
    to: 60 + chargeMillis,
    attributes: { 'http.route': '/checkout', 'user.tier': 'gold' },
  },
  { id: '2', parent: '1', service: 'shop', name: 'load cart', from: 2, to: 20 },
  {
    id: '3',
    parent: '1',
    service: 'payments',
    name: 'charge',
    kind: 'server',
    from: 22,
    to: 40 + chargeMillis,
  },
  {
    id: '4',
    parent: '3',
    service: 'payments',
    name: 'POST bank',
    kind: 'client',
    from: 25,
    to: 25 + chargeMillis,
    error: 'the bank said no',
    attributes: { 'http.response.status_code': 503 },
  },
  ...Array.from({ length: 8 }, (_, index) => ({
    id: `a${index}`,
    parent: '1',
    service: 'shop',
    name: 'INSERT line',
    kind: 'client' as const,
    from: 42 + chargeMillis + 2 * index,
    to: 43.5 + chargeMillis + 2 * index,
    attributes: { 'db.query.text': `INSERT INTO lines VALUES (${index})` },
  })),
];

let stage: Stage;
let window: CodeWindow;

beforeAll(async () => {
  stage = await Stage.open();
  window = await stage.window();
  const { http } = await stage.collector();
  await postTrace(http, before, spans(40));
  await postTrace(http, traceId, spans(120));
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

test('a traceparent that is pasted opens its trace, by keyboard alone', async () => {
  await window.page.keyboard.press('F1');
  const input = window.page.locator('.quick-input-widget input').first();
  await input.fill('>Spanline: Open Trace…');
  await window.page
    .locator('.quick-input-widget .monaco-list-row', { hasText: 'Open Trace…' })
    .first()
    .waitFor();
  await window.page.keyboard.press('Enter');
  await window.page.locator('.quick-input-widget .quick-input-title').waitFor();
  await input.fill(`00-${traceId}-0000000000000004-01`);
  await window.page.keyboard.press('Enter');
  await expect.poll(selected, patience).toMatch(/^POST bank/);
});

test('what is looked for is found by attribute, and the rest is hidden', async () => {
  await rows().focus();
  await press('/');
  await window.page.keyboard.type('http.response.status_code>=500', { delay: 5 });
  await expect.poll(() => text('.find-count'), patience).toContain('1');
  await window.panel.locator('[title="Hide what does not match"]').click();
  await expect.poll(names, patience).toEqual(['POST /checkout', 'charge', 'POST bank']);
  await window.panel.locator('#find').focus();
  await press('Escape');
  await press('Escape');
  await expect.poll(async () => (await names()).length, patience).toBe(5);
});

test('keys lead from error to error and along the critical path', async () => {
  await rows().focus();
  await press('Home');
  await press('e');
  await expect.poll(selected, patience).toMatch(/^POST bank.*error/);
  await press('Home');
  await press('c');
  await expect.poll(selected, patience).not.toMatch(/^POST \/checkout/);
});

test('statistics, opened by keyboard, say where the time went, and a row leads back to its spans', async () => {
  await openTab('statistics');
  await expect.poll(() => text('#tab-panel'), patience).toContain('INSERT line');
  const row = window.panel.locator('#tab-panel [role=row]', { hasText: 'INSERT line' });
  expect(await row.textContent()).toContain('8');
  await row.dblclick();
  await expect.poll(() => window.panel.locator('#find').inputValue(), patience).toContain('INSERT line');
});

test('flame, graph and logs show the same trace', async () => {
  await openTab('flame');
  await window.panel.locator('#tab-panel canvas').first().waitFor();
  await openTab('graph');
  await expect.poll(() => text('#tab-panel'), patience).toMatch(/payments/);
  await openTab('logs');
  await expect.poll(() => text('#tab-panel'), patience).toMatch(/log/i);
});

test('the trace of before stands beside it', async () => {
  await openTab('waterfall');
  await window.run('Spanline: Compare Trace With…');
  await window.choose('POST /checkout');
  const grid = window.panel.locator('.compare-grid');
  await expect.poll(() => grid.textContent(), patience).toMatch(/POST bank.*\+80 ms/);
});

test('what is on show is there again after a reload', async () => {
  // By VS Code's own command, which keeps the state of the window first.
  const reloaded = window.page.waitForEvent('load');
  await window.run('Developer: Reload Window');
  await reloaded;
  await expect
    .poll(() => window.panel.locator('.compare-grid').textContent(), { timeout: 60_000, interval: 250 })
    .toMatch(/POST bank.*\+80 ms/);
});

function rows() {
  return window.panel.locator('.rows');
}

async function press(key: string): Promise<void> {
  await window.page.keyboard.press(key);
}

/** Arrow keys go from tab to tab. */
async function openTab(tab: string): Promise<void> {
  const tabs = window.panel.locator('[role=tablist]');
  await tabs.locator('[aria-selected=true]').focus();
  for (let step = 0; step < 6; step++) {
    if ((await tabs.locator('[aria-selected=true]').getAttribute('id')) === `tab-${tab}`) return;
    await press('ArrowRight');
  }
}

async function text(selector: string): Promise<string> {
  return (await window.panel.locator(selector).first().textContent()) ?? '';
}

/** The sentence of the selected row. */
async function selected(): Promise<string> {
  return (
    (await window.panel.locator('.rows [role=row][aria-selected=true]').first().getAttribute('aria-label')) ??
    ''
  );
}

async function names(): Promise<string[]> {
  return await window.panel.locator('.rows [role=row] .name').allTextContents();
}
