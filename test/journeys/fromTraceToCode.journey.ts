import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CodeWindow } from '../support/codeWindow.ts';
import { lineOf } from '../support/lineOf.ts';
import { Stage } from '../support/stage.ts';

const stock = 'services/orders/src/stock.ts';
const cart = { customer: 'ada', items: [{ sku: 'mug-01', quantity: 2 }] };
const patience = { timeout: 30_000, interval: 200 };

let stage: Stage;
let window: CodeWindow;

beforeAll(async () => {
  stage = await Stage.open();
  window = await stage.window();
  const sample = await stage.sample();
  expect((await sample.request('/checkout', cart)).status).toBe(200);
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

test('a request of the program is a row of the Traces view', async () => {
  await window.openSideBar('Spanline');
  await expect
    .poll(() => window.row('POST /checkout').first().textContent(), patience)
    .toMatch(/storefront.*spans/);
});

test('the row opens the waterfall of all five services', async () => {
  await window.row('POST /checkout').first().click();
  const tree = window.panel.locator('[role=treegrid]');
  for (const name of [
    'POST /checkout',
    'POST /api/orders',
    'createOrder',
    'payments.charge',
    'orders process',
  ]) {
    await expect.poll(() => tree.textContent(), patience).toContain(name);
  }
});

test('a span selected in the waterfall is shown in the side view', async () => {
  await row('reserve stock').click();
  await expect.poll(() => window.sideView.locator('body').textContent(), patience).toContain('reserve stock');
  await row('createOrder').click();
  const view = window.sideView.locator('body');
  await expect.poll(() => view.textContent(), patience).toContain('createOrder');
  expect(await view.textContent()).toMatch(/items_count\s*1/);
});

test('the line of a span is one click away', async () => {
  await row('reserve stock').locator('[data-line]').click();
  const line = lineOf(stock, "startActiveSpan('reserve stock'");
  await expect.poll(() => window.place(), patience).toEqual({ file: 'stock.ts', line });
});

test('a statement is formatted by a script that the page may load only because it loads it itself', async () => {
  const { http } = await stage.collector();
  const answer = await fetch(`http://${http}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(statement('SELECT sku, quantity FROM stock WHERE sku = $1')),
  });
  expect(answer.status).toBe(200);
  await window.openSideBar('Spanline');
  await expect.poll(() => window.row('SELECT stock').count(), patience).toBe(1);
  await window.row('SELECT stock').first().click();
  await row('SELECT stock').click();
  const view = window.sideView.locator('body');
  await expect.poll(() => view.textContent(), patience).toContain('FROM\n  stock\nWHERE');
});

function statement(text: string) {
  const span = {
    traceId: '5a'.repeat(16),
    spanId: '5b'.repeat(8),
    name: 'SELECT stock',
    startTimeUnixNano: `${Date.now()}000000`,
    endTimeUnixNano: `${Date.now() + 5}000000`,
    attributes: [{ key: 'db.query.text', value: { stringValue: text } }],
  };
  const service = [{ key: 'service.name', value: { stringValue: 'stock' } }];
  return { resourceSpans: [{ resource: { attributes: service }, scopeSpans: [{ spans: [span] }] }] };
}

function row(name: string) {
  return window.panel.locator('[role=row]', { hasText: name }).first();
}
