import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CodeWindow, large } from '../support/codeWindow.ts';
import { untracedFolder } from '../support/shelf.ts';
import { Stage } from '../support/stage.ts';

const patience = { timeout: 40_000, interval: 200 };
let stage: Stage;
let window: CodeWindow;

beforeAll(async () => {
  stage = await Stage.open();
  window = await stage.window('app.js', large, await untracedFolder(stage));
  await stage.collector();
  await window.ready();
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

test('a program that cannot send spans is told what to install', async () => {
  await window.goToLine(1);
  await window.page.keyboard.press('F5');
  await window.openSideBar('Spanline');
  const command = window.row('npm install @opentelemetry/api');
  await expect.poll(() => command.count(), patience).toBe(1);
  const said = await window.page.locator('.part.sidebar').textContent();
  expect(said).toContain('"shelf" sent no spans. It has no OpenTelemetry SDK for Node.');
});
