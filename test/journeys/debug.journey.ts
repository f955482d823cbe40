import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type CodeWindow, large } from '../support/codeWindow.ts';
import { shelfFolder, shelfLine } from '../support/shelf.ts';
import { Stage } from '../support/stage.ts';

const patience = { timeout: 30_000, interval: 200 };
let stage: Stage;
let window: CodeWindow;

beforeAll(async () => {
  stage = await Stage.open();
  window = await stage.window('app.js', large, await shelfFolder(stage));
  await stage.collector();
  await window.ready();
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

test('F5 is all it takes to see the latency of a program on its lines', async () => {
  await window.goToLine(1);
  await window.page.keyboard.press('F5');
  await expect.poll(() => lineEnd("inSpan('check shelf'"), patience).toMatch(/(µs|ms) · p95 .* · ×\d+/);
  await expect.poll(() => lineEnd('for (const sku'), patience).toMatch(/(µs|ms)/);
  // The wrapper that makes all spans is nobody's line.
  expect(await lineEnd('tracer.startActiveSpan')).toBeUndefined();
});

test('the line that threw says so, and the exception leads to it', async () => {
  await expect.poll(() => lineEnd('throw new Error'), patience).toBe('threw Error: the shelf fell down');
  await window.openSideBar('Spanline');
  await window
    .row(/^check shelf.*/)
    .last()
    .click();
  await window.panel.locator('[role=row]', { hasText: 'count vase' }).click();
  const frame = window.sideView.locator('.frames button', { hasText: `app.js:${shelfLine('throw new')}` });
  await frame.first().click();
  const place = { file: 'app.js', line: shelfLine('throw new') };
  await expect.poll(() => window.place(), patience).toEqual(place);
});

test('another line that was chosen for spans is remembered', async () => {
  await window.run('Debug: Stop');
  await window.goToLine(shelfLine('function stockOf'));
  await window.run('Spanline: Choose the Line of Selected Span…');
  await window.choose('The Line of the Caret');
  await expect.poll(() => lineEnd('function stockOf'), patience).toMatch(/failed/);
  const reloaded = window.page.waitForEvent('load');
  await window.run('Developer: Reload Window');
  await reloaded;
  await expect.poll(() => lineEnd('function stockOf'), patience).toMatch(/failed/);
});

async function lineEnd(code: string): Promise<string | undefined> {
  return (await window.lineEnds()).get(shelfLine(code));
}
