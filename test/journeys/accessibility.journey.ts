import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HarnessBrowser, openHarness } from '../support/webviewHarness/openHarness.ts';
import { scenes } from '../support/webviewHarness/scenes.ts';

const names = [
  'waterfall-dark',
  'waterfall-light',
  'waterfall-hc',
  'waterfall-hc-light',
  'waterfall-narrow',
  'waterfall-run-light',
  'partial',
  'gone',
  'find',
  'find-completion',
  'find-nothing',
  'names',
  'compare-light',
  'keys',
  'read-columns-hcLight',
  'read-focus-light',
  'read-idle-folded-dark',
  'read-menu-light',
  'read-more-hc',
  'read-picker-light',
  'read-skew-moved-light',
  'read-tiny-hc',
  'tab-flame-checkout-light',
  'tab-graph-checkout-light',
  'tab-graph-table',
  'tab-logs-checkout-light',
  'tab-logs-open',
  'tab-statistics-checkout-light',
  'tab-statistics-choices',
  'graph-hc',
  'span-dark',
  'span-light',
  'span-hc',
  'span-hc-light',
  'span-empty',
  'span-crowded',
  'span-broken',
  'span-sql-light',
  'span-values',
  'span-hostile',
  'span-exceptions',
  'span-linked',
  'span-linked-hc-light',
  'span-metrics-light',
  'span-narrow',
  'span-actions-light',
  'span-menu',
  'span-filtered',
];

describe('axe finds nothing serious on our pages', () => {
  let harness: HarnessBrowser;
  let axe: string;

  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  test.each(names)('%s', async (name) => {
    const page = await openScene(harness, name);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(runAxe);
    await page.close();
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(said),
    ).toEqual([]);
  });
});

describe('without a pointer', () => {
  let harness: HarnessBrowser;

  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  test('every control of the waterfall is reached, and the rows do all they can', async () => {
    const page = await openScene(harness, 'waterfall-dark');
    expect(await tabStops(page, 13)).toEqual([
      // The focus was on the rows: what comes behind them, then the page from its beginning.
      'Width of the tree column',
      '',
      '1 error',
      'Waterfall',
      'More actions on the trace',
      '−235 msPOST api.stripe.example',
      'charge.ts:19',
      '4 more',
      'Find spans by text, attribute, service or duration',
      'Hide what does not match',
      'Errors only',
      'Add a column',
      'Spans of the trace',
    ]);
    await page.locator('.rows').focus();
    for (const key of [
      'Home',
      'ArrowDown',
      'ArrowDown',
      'ArrowLeft',
      'ArrowDown',
      'F12',
      'Enter',
      'e',
      'Alt+F12',
    ])
      await page.keyboard.press(key);
    await expect
      .poll(() => page.evaluate(() => window.harness.calls.filter((call) => !call.startsWith('select'))))
      .toEqual([
        'openCode {"spanId":"0000000000000007","how":"beside"}',
        'showDetails {"spanId":"0000000000000007"}',
        'openCode {"spanId":"0000000000000008","how":"peek"}',
      ]);
    await page.close();
  });

  test('keys that come faster than frames leave the selection in view', async () => {
    const page = await openScene(harness, 'mixed');
    await page.locator('.rows').focus();
    await page.keyboard.press('/');
    await page.keyboard.type('validate 31');
    for (let press = 0; press < 20; press++) await page.keyboard.press('Enter');
    const selected = page.locator('.rows [role=row][aria-selected=true]');
    await expect.poll(() => selected.getAttribute('aria-label')).toMatch(/^validate 31/);
    await page.close();
  });

  test('a list of thousands of attributes grows by pages, and no key is wider than the panel', async () => {
    const page = await openScene(harness, 'span-crowded');
    const rows = page.locator('.attribute', { hasText: 'value' });
    expect(await rows.count()).toBe(100);
    await page.locator('button', { hasText: 'Show 100 of 4,900 more' }).press('Enter');
    await expect.poll(() => rows.count()).toBe(200);
    const value = await page.locator('.value', { hasText: 'behind a long key' }).boundingBox();
    expect((value?.x ?? 0) + (value?.width ?? 0)).toBeLessThan(300);
    await page.close();
  });

  test('every control of the side panel is reached', async () => {
    const page = await openScene(harness, 'span-dark');
    expect(await tabStops(page, 30)).toEqual(
      expect.arrayContaining([
        'Copy the attributes as JSON',
        'Raw OTLP JSON',
        'payments/src/charge.ts:19',
        'Filter attributes',
        'Copy the value of http.request.method',
        'https://api.stripe.example/v1/charges',
        'stripe.ts:40:11',
        '3 frames of node_modules',
        'Links1',
        'Ids',
      ]),
    );
    await page.close();
  });
});

/** What the Tab key leads to, one after the other. */
async function tabStops(page: Page, count: number): Promise<string[]> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const stops: string[] = [];
  for (let stop = 0; stop < count; stop++) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(focusedName));
  }
  return stops;
}

/** Runs in the page. */
function focusedName(): string {
  const element = document.activeElement;
  if (element === null || element === document.body) return '';
  return element.getAttribute('aria-label') ?? element.textContent?.trim() ?? element.tagName;
}

async function openScene(harness: HarnessBrowser, name: string): Promise<Page> {
  const scene = scenes.find((known) => known.name === name);
  if (scene === undefined) throw new Error(`There is no scene "${name}".`);
  const page = await harness.open(scene);
  await scene.act?.(page);
  return page;
}

/** Runs in the page. */
async function runAxe(): Promise<AxeResults> {
  const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
  return await axe.run({ resultTypes: ['violations'] });
}

function said({ id, nodes }: AxeResults['violations'][number]): string {
  return `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`;
}
