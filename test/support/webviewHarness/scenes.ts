import type { Page } from 'playwright-core';
import { readingScenes } from './readingScenes.ts';
import { tabScenes } from './tabScenes.ts';
import type { ThemeName } from './themeVariables.ts';

/** One picture: which page with which data in which theme, and what is done before it is taken. */
export interface Scene {
  readonly name: string;
  readonly view: 'waterfall' | 'span' | 'graph';
  /** Of the page's address: what the stand-in for the host answers. */
  readonly query: string;
  readonly theme: ThemeName;
  readonly width: number;
  readonly height: number;
  readonly act?: (page: Page) => Promise<void>;
}

const waterfall = { view: 'waterfall', width: 786, height: 788, theme: 'dark' } as const;
const span = { view: 'span', query: 'span=checkout', width: 290, height: 780, theme: 'dark' } as const;

const focusRows = async (page: Page): Promise<void> => page.locator('.rows').focus();

const compare = async (page: Page): Promise<void> => {
  await page.locator('.rows').focus();
  await page.evaluate(() => window.harness.emit('compare', { kind: 'previousRun' }));
  await page.locator('.compare').waitFor();
};

export const scenes: readonly Scene[] = [
  { ...waterfall, name: 'waterfall-dark', query: 'trace=checkout&selected=8', act: focusRows },
  {
    ...waterfall,
    name: 'waterfall-light',
    query: 'trace=checkout&selected=8',
    theme: 'light',
    act: focusRows,
  },
  { ...waterfall, name: 'waterfall-hc', query: 'trace=checkout&selected=8', theme: 'hc', act: focusRows },
  {
    ...waterfall,
    name: 'waterfall-hc-light',
    query: 'trace=checkout&selected=8',
    theme: 'hcLight',
    act: focusRows,
  },
  {
    ...waterfall,
    name: 'waterfall-2026',
    query: 'trace=checkout&selected=8',
    theme: 'light2026',
    act: focusRows,
  },
  {
    ...waterfall,
    name: 'waterfall-run-light',
    width: 1280,
    query: `trace=checkout&run=${encodeURIComponent('with the new index')}`,
    theme: 'light',
    act: focusRows,
  },
  { ...waterfall, name: 'waterfall-wide', query: 'trace=checkout', width: 1400 },
  { ...waterfall, name: 'waterfall-narrow', query: 'trace=checkout', width: 420, height: 500 },
  { ...waterfall, name: 'tiny', query: 'trace=tiny' },
  { ...waterfall, name: 'partial', query: 'trace=partial' },
  { ...waterfall, name: 'mixed', query: 'trace=mixed' },
  { ...waterfall, name: 'chain', query: 'trace=chain', act: (page) => scrollTo(page, 400_000) },
  { ...waterfall, name: 'wide', query: 'trace=wide' },
  { ...waterfall, name: 'gone', query: 'trace=gone' },
  {
    ...waterfall,
    name: 'zoomed',
    query: 'trace=checkout',
    act: async (page) => {
      await page.locator('[aria-label^="payments.charge"]').click();
      for (let k = 0; k < 3; k++) await page.keyboard.press('+');
    },
  },
  {
    ...waterfall,
    name: 'find',
    query: 'trace=checkout',
    act: async (page) => {
      await page.locator('.rows').focus();
      await page.keyboard.press('/');
      await page.keyboard.type('orders');
      await page.keyboard.press('Enter');
    },
  },
  {
    ...waterfall,
    name: 'find-completion',
    query: 'trace=checkout',
    width: 1000,
    act: async (page) => {
      await page.locator('.rows').focus();
      await page.keyboard.press('/');
      await page.keyboard.type('duration>5ms ht');
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    ...waterfall,
    name: 'find-filtered',
    query: 'trace=checkout',
    width: 1000,
    theme: 'light',
    act: async (page) => {
      await page.locator('.rows').focus();
      await page.keyboard.press('/');
      await page.keyboard.type('http.route=* is:critical');
      await page.locator('[title="Hide what does not match"]').click();
    },
  },
  {
    ...waterfall,
    name: 'find-nothing',
    query: 'trace=checkout',
    theme: 'light',
    act: async (page) => {
      await page.locator('.rows').focus();
      await page.keyboard.press('/');
      await page.keyboard.type('nowhere');
      await page.locator('[title="Hide what does not match"]').click();
    },
  },
  { ...waterfall, name: 'names', query: 'trace=names', width: 1000 },
  { ...waterfall, name: 'compare', query: 'trace=checkout', width: 1000, act: compare },
  { ...waterfall, name: 'compare-light', query: 'trace=checkout', width: 1000, theme: 'light', act: compare },
  { ...waterfall, name: 'compare-mixed', query: 'trace=mixed', width: 1000, act: compare },
  {
    ...waterfall,
    name: 'keys',
    query: 'trace=checkout',
    act: async (page) => {
      await page.locator('.rows').focus();
      await page.keyboard.press('?');
    },
  },
  {
    ...waterfall,
    name: 'tooltip',
    query: 'trace=checkout',
    act: async (page) => {
      await page.mouse.move(560, 292);
      await page.waitForSelector('.tooltip');
    },
  },
  { ...span, name: 'span-dark' },
  { ...span, name: 'span-light', theme: 'light' },
  { ...span, name: 'span-hc', theme: 'hc' },
  { ...span, name: 'span-hc-light', theme: 'hcLight' },
  { ...span, name: 'span-empty', query: 'span=empty' },
  { ...span, name: 'span-crowded', query: 'span=crowded' },
  ...tabScenes,
  ...readingScenes,
  { ...span, name: 'span-broken', query: 'span=broken' },
  { ...span, name: 'span-sql', query: 'span=sql', act: untilFormatted },
  { ...span, name: 'span-sql-light', query: 'span=sql', theme: 'light', act: untilFormatted },
  { ...span, name: 'span-values', query: 'span=values', height: 1000 },
  { ...span, name: 'span-values-hc', query: 'span=values', height: 1000, theme: 'hc' },
  { ...span, name: 'span-hostile', query: 'span=hostile' },
  { ...span, name: 'span-exceptions', query: 'span=exceptions', height: 900 },
  { ...span, name: 'span-linked', query: 'span=linked', height: 1200, act: unfoldLinks },
  {
    ...span,
    name: 'span-linked-hc-light',
    query: 'span=linked',
    height: 1200,
    theme: 'hcLight',
    act: unfoldLinks,
  },
  {
    ...span,
    name: 'span-metrics-light',
    query: 'span=linked',
    height: 1200,
    theme: 'light',
    act: unfoldLinks,
  },
  { ...span, name: 'span-narrow', width: 170 },
  { ...span, name: 'span-wide', query: 'span=sql', width: 700, act: untilFormatted },
  { ...span, name: 'span-actions', act: hoverAttribute },
  { ...span, name: 'span-actions-light', theme: 'light', act: hoverAttribute },
  { ...span, name: 'span-menu', act: openMenu },
  { ...span, name: 'span-menu-hc', theme: 'hc', act: openMenu },
  { ...span, name: 'span-filtered', act: (page) => filterFor(page, 'order') },
  { ...span, name: 'span-nothing-found', act: (page) => filterFor(page, 'nowhere') },
];

async function untilFormatted(page: Page): Promise<void> {
  await page.waitForSelector('.attribute.block');
}

async function unfoldLinks(page: Page): Promise<void> {
  for (const title of ['Links', 'Linked from']) {
    await page.locator('.section h2 button', { hasText: new RegExp(`^${title}`) }).click();
  }
}

async function hoverAttribute(page: Page): Promise<void> {
  await page.locator('.attribute').nth(1).hover();
}

async function openMenu(page: Page): Promise<void> {
  await page.locator('.attribute').nth(2).click({ button: 'right' });
}

async function filterFor(page: Page, text: string): Promise<void> {
  await page.locator('.attribute-filter').click();
  await page.keyboard.type(text);
}

async function scrollTo(page: Page, top: number): Promise<void> {
  await page.locator('.rows').evaluate((element, to) => {
    element.scrollTop = to;
  }, top);
}
