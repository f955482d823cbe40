import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Stage } from '../support/stage.ts';

const patience = { timeout: 30_000, interval: 200 };

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

test('two windows show what one collector has received', async () => {
  const first = await stage.window();
  const { pid } = await stage.collector();
  const second = await stage.window();
  const sample = await stage.sample();
  await sample.request('/products?category=kitchen');
  for (const window of [first, second]) {
    await window.openSideBar('Spanline');
    await expect.poll(() => window.row('GET /products').count(), patience).toBeGreaterThan(0);
  }
  expect((await stage.collector()).pid).toBe(pid);
});

test('who stops the collector is told that another window uses it; either window starts it again', async () => {
  const [first, second] = [await stage.window(), await stage.window()];
  await Promise.all([first.ready(), second.ready()]);
  await second.openSideBar('Spanline');
  await first.run('Spanline: Stop Collector');
  const dialog = first.page.locator('.monaco-dialog-box');
  await expect
    .poll(() => dialog.textContent(), patience)
    .toMatch(/other windows? or programs? uses? it too/i);
  await dialog.getByRole('button', { name: 'Stop Collector' }).click();
  for (const window of [first, second]) {
    await window.page.locator('.statusbar-item', { hasText: 'OTLP stopped' }).waitFor();
  }
  await second.page.locator('.part.sidebar .monaco-button', { hasText: 'Start Collector' }).click();
  await Promise.all([first.ready(), second.ready()]);
});

test('a window that closes leaves the collector to the other', async () => {
  const [first, second] = [await stage.window(), await stage.window()];
  await first.close();
  const sample = await stage.sample();
  await sample.request('/orders/order-9980');
  await second.openSideBar('Spanline');
  await expect.poll(() => second.row('GET /orders/{id}').count(), patience).toBeGreaterThan(0);
});
