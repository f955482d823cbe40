import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendShape } from '../bench/webview/sendShape.ts';
import { makeShape } from '../bench/webview/shapes.ts';
import { type CodeWindow, small } from '../support/codeWindow.ts';
import { artifacts } from '../support/paths.mjs';
import { type MadeSpan, postTrace } from '../support/postTrace.ts';
import { Stage } from '../support/stage.ts';

const patience = { timeout: 30_000, interval: 100 };
const idOf = (last: string): string => last.padStart(32, '7');
const ids = { tiny: idOf('a1'), partial: idOf('a2'), failed: idOf('a3'), live: idOf('a4') };

const shop = (error?: string): MadeSpan[] => [
  {
    id: '1',
    service: 'shop',
    name: 'POST /checkout',
    kind: 'server',
    from: 0,
    to: 90,
    ...(error && { error }),
  },
  { id: '2', parent: '1', service: 'shop', name: 'load cart', from: 2, to: 20 },
  { id: '3', parent: '2', service: 'shop', name: 'SELECT carts', kind: 'client', from: 4, to: 16 },
  {
    id: '4',
    parent: '1',
    service: 'payments',
    name: 'charge',
    kind: 'server',
    from: 24,
    to: 80,
    ...(error && { error }),
  },
  {
    id: '5',
    parent: '4',
    service: 'payments',
    name: 'POST bank',
    kind: 'client',
    from: 28,
    to: 76,
    ...(error && { error }),
  },
];

/** What is on show in each picture: the trace, and a text that says that it is there. */
const scenes = [
  { name: 'tiny', traceId: ids.tiny, text: 'GET /health' },
  { name: 'partial', traceId: ids.partial, text: 'has not come' },
  { name: 'failed', traceId: ids.failed, text: 'POST bank' },
  { name: 'live', traceId: ids.live, text: 'load cart' },
] as const;

const themes = [
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['hc-dark', 'Dark High Contrast'],
  ['hc-light', 'Light High Contrast'],
] as const;

let stage: Stage;
let window: CodeWindow;
let http: string;

beforeAll(async () => {
  stage = await Stage.open();
  window = await stage.window(undefined, small);
  ({ http } = await stage.collector());
  await postTrace(http, ids.tiny, [
    { id: '1', service: 'shop', name: 'GET /health', kind: 'server', from: 0, to: 3 },
  ]);
  await postTrace(http, ids.partial, shop().slice(2));
  await postTrace(http, ids.failed, shop('the bank said no'));
  await postTrace(http, ids.live, shop().slice(1, 3));
  await sendShape(http, makeShape('mixed'));
});
afterAll(() => stage.close());
beforeEach(({ task }) => stage.explain(task.name));

describe.each(themes)('in the theme %s', (theme, label) => {
  beforeAll(() => window.useTheme(label));

  test.each(scenes)('a trace that is $name', async ({ name, traceId, text }) => {
    await window.openTrace(traceId);
    await shown(text);
    await shoot(name);
  });

  test('a trace of 100,000 spans', async () => {
    await window.openSideBar('Spanline');
    await window.row('100,000 spans').first().click();
    await shown('100,000 spans');
    await window.panel.locator('.rows [role=row]').nth(10).waitFor();
    await shoot('large');
  });

  async function shoot(name: string): Promise<void> {
    await window.screenshot(join(artifacts, 'screenshots', `trace-${name}-${theme}.png`));
  }
});

test('a trace that grows leaves what is looked at where it is', async () => {
  await window.openTrace(ids.live);
  await shown('SELECT carts');
  const row = window.panel.locator('.rows [role=row]', { hasText: 'SELECT carts' });
  await row.click();
  const before = await row.boundingBox();
  const later = shop();
  await postTrace(http, ids.live, [later[0] as MadeSpan, ...later.slice(3)]);
  await shown('POST bank');
  await expect.poll(() => row.getAttribute('aria-selected'), patience).toBe('true');
  const after = await row.boundingBox();
  // Its parent has come above it, and there was nothing to scroll: it moved by no more than the rows that came there.
  expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThanOrEqual(2 * (before?.height ?? 0));
});

async function shown(text: string): Promise<void> {
  await expect.poll(() => window.panel.locator('body').textContent(), patience).toContain(text);
}
