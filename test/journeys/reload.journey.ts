import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CodeWindow } from '../support/codeWindow.ts';
import { Stage } from '../support/stage.ts';

const patience = { timeout: 30_000, interval: 200 };
const body = { customer: 'ada', items: [{ sku: 'mug-01', quantity: 1 }] };
let stage: Stage;
let window: CodeWindow;

beforeAll(async () => {
  stage = await Stage.open();
  window = await stage.window();
  const sample = await stage.sample();
  await sample.request('/checkout', body);
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

test('a reloaded window shows the trace and the selected span again', async () => {
  await window.openSideBar('Spanline');
  await window.row('POST /checkout').first().click();
  await window.panel.locator('[role=row]', { hasText: 'INSERT orders' }).click();
  await expect.poll(() => sideText(), patience).toContain('INSERT orders');
  await expect.poll(() => selectedRow(), patience).toContain('INSERT orders');
  // By VS Code's own command, which keeps the state of the window first.
  const reloaded = window.page.waitForEvent('load');
  await window.run('Developer: Reload Window');
  await reloaded;
  await expect.poll(() => selectedRow(), patience).toContain('INSERT orders');
  await expect.poll(() => sideText(), patience).toContain('INSERT orders');
});

async function selectedRow(): Promise<string | null> {
  return await window.panel.locator('.row.selected').textContent();
}

async function sideText(): Promise<string | null> {
  return await window.sideView.locator('body').textContent();
}
