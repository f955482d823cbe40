import type { Page } from 'playwright-core';
import type { Scene } from './scenes.ts';
import type { ThemeName } from './themeVariables.ts';

const themes: readonly ThemeName[] = ['dark', 'light', 'hc', 'hcLight'];
const tabs = ['flame', 'statistics', 'graph', 'logs'] as const;
type Tab = (typeof tabs)[number];

const wide = { view: 'waterfall', width: 1280, height: 800, theme: 'dark' } as const;

/** The other tabs of the waterfall: each in every theme, and with traces that are hard on it. */
export const tabScenes: readonly Scene[] = [
  ...tabs.flatMap((tab) =>
    themes.map((theme) => ({
      ...wide,
      theme,
      name: `tab-${tab}-checkout-${theme}`,
      query: 'trace=checkout&selected=8',
      act: (page: Page) => show(page, tab),
    })),
  ),
  ...tabs.flatMap((tab) => [
    ...['tiny', 'mixed', 'services'].map((trace) => ({
      ...wide,
      name: `tab-${tab}-${trace}`,
      query: `trace=${trace}`,
      act: (page: Page) => show(page, tab),
    })),
    {
      ...wide,
      width: 480,
      name: `tab-${tab}-narrow`,
      query: 'trace=checkout',
      act: (page: Page) => show(page, tab),
    },
  ]),
  ...(['service', 'line', '@thread.id', '@http.route', '@nobody.has.it'] as const).map((by) => ({
    ...wide,
    name: `tab-statistics-by-${by.replace('@', '')}`,
    query: 'trace=checkout',
    act: (page: Page) => groupBy(page, by),
  })),
  {
    ...wide,
    name: 'tab-statistics-choices',
    query: 'trace=checkout',
    act: async (page) => {
      await show(page, 'statistics');
      await page.locator('#group-key').click();
      await page.keyboard.press('ArrowDown');
    },
  },
  { ...wide, name: 'tab-logs-none', query: 'trace=checkout&logs=none', act: (page) => show(page, 'logs') },
  { ...wide, name: 'tab-logs-many', query: 'trace=checkout&logs=many', act: (page) => show(page, 'logs') },
  {
    ...wide,
    name: 'tab-logs-open',
    query: 'trace=checkout',
    act: async (page) => {
      await show(page, 'logs');
      await page.locator('.log-row:has(.log-level.error) .twisty').first().click();
      await page.locator('.log-row .twisty').nth(2).click();
      await page.locator('.log-grid').focus();
    },
  },
  {
    ...wide,
    name: 'tab-graph-table',
    query: 'trace=checkout',
    act: async (page) => {
      await show(page, 'graph');
      await page.locator('vscode-button[title="Show as a table"]').click();
    },
  },
  {
    ...wide,
    name: 'tab-flame-hover',
    query: 'trace=checkout',
    act: async (page) => {
      await show(page, 'flame');
      await page.mouse.move(560, 292);
    },
  },
  ...themes.map(
    (theme): Scene => ({ ...wide, view: 'graph', theme, name: `graph-${theme}`, query: 'trace=checkout' }),
  ),
  { ...wide, view: 'graph', name: 'graph-services', query: 'trace=services' },
  { ...wide, view: 'graph', name: 'graph-none', query: 'trace=gone' },
];

async function show(page: Page, tab: Tab): Promise<void> {
  await page.locator(`#tab-${tab}`).click();
  await page.waitForSelector('#tab-panel:not(:has([aria-busy]))');
}

async function groupBy(page: Page, by: string): Promise<void> {
  await show(page, 'statistics');
  if (by.startsWith('@')) {
    await page.locator('#group-key').fill(by.slice(1));
    await page.keyboard.press('Enter');
  } else {
    await page.locator('.segment', { hasText: new RegExp(by, 'i') }).click();
  }
  await page.waitForSelector('#tab-panel:not(:has([aria-busy]))');
}
