import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CodeWindow } from '../support/codeWindow.ts';
import { lineOf } from '../support/lineOf.ts';
import { Stage } from '../support/stage.ts';

const charge = 'services/payments/src/charge.ts';
const latency = /^\d+(\.\d+)? m?s( · p95 \d.* m?s · ×\d+)?/;

let stage: Stage;
let window: CodeWindow;

beforeAll(async () => {
  stage = await Stage.open();
  window = await stage.window(charge);
  await stage.sample({ load: '4' });
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

test('latency stands behind the lines that spans come from', async () => {
  const lines = [
    lineOf(charge, "startActiveSpan('payments.charge'"),
    lineOf(charge, 'cards.charges.create'),
    lineOf(charge, 'ledger.insert'),
  ];
  for (const line of lines) {
    await expect.poll(async () => (await window.lineEnds()).get(line), patience).toMatch(latency);
  }
  expect([...(await window.lineEnds()).keys()].sort((a, b) => a - b)).toEqual(lines);
});

test('each service has its own lines', async () => {
  const notify = 'services/gateway/src/notify.ts';
  await window.openFile(notify);
  const publish = lineOf(notify, "publish('orders'");
  await expect
    .poll(async () => [...(await window.lineEnds())], patience)
    .toEqual([[publish, expect.stringMatching(latency)]]);
});

test('the hover of a line leads to its slowest span in the waterfall', async () => {
  await window.openFile(charge);
  await window.hover('charges');
  await expect.poll(() => window.hoverText(), patience).toContain('Slowest');
  const hover = await window.hoverText();
  expect(hover).toContain('payments');
  expect(hover).toContain('POST api.cards.example');
  expect(hover).toContain('code.line.number');
  await window.clickInHover('Slowest');
  const row = window.panel.locator('[role=row][aria-selected=true]');
  await expect.poll(() => row.getAttribute('aria-label'), patience).toContain('POST api.cards.example');
});

test('the side view shows the attributes of the selected span', async () => {
  const view = window.sideView.locator('body');
  await expect.poll(() => view.textContent(), patience).toContain('POST api.cards.example');
  const text = await view.textContent();
  expect(text).toContain('charge.ts');
  expect(text).toContain('https://api.cards.example/v1/charges');
});

const patience = { timeout: 30_000, interval: 200 };
