import type { Page } from 'playwright-core';
import type { Scene } from './scenes.ts';
import type { ThemeName } from './themeVariables.ts';

const base = { view: 'waterfall', width: 1280, height: 800, theme: 'dark' } as const;
const themes: readonly ThemeName[] = ['dark', 'light', 'hc', 'hcLight'];

const keys =
  (...pressed: string[]) =>
  async (page: Page): Promise<void> => {
    await page.locator('.rows').focus();
    for (const key of pressed) await page.keyboard.press(key);
  };

const state = (parts: object): string =>
  `state=${encodeURIComponent(
    JSON.stringify({
      traceId: '0123456789abcdef0123456789abcdef',
      collapsed: [],
      scrollTop: 0,
      split: 0.4,
      ...parts,
    }),
  )}`;

const columns = state({ columns: ['http.route', 'order.id', 'span:self'], columnWidths: { 'order.id': 90 } });

const subjects: readonly Omit<Scene, 'theme'>[] = [
  { ...base, name: 'read-checkout', query: 'trace=checkout&selected=8', act: keys() },
  { ...base, name: 'read-tiny', query: 'trace=one' },
  { ...base, name: 'read-partial', query: 'trace=partial', act: keys('Home') },
  { ...base, name: 'read-noise', query: 'trace=noisy', act: keys('Home', 'ArrowDown') },
  { ...base, name: 'read-noise-shown', query: 'trace=noisy', act: keys('i') },
  { ...base, name: 'read-skewed', query: 'trace=skewed' },
  {
    ...base,
    name: 'read-skew-moved',
    query: 'trace=skewed',
    act: async (page) => page.locator('.clock-bar .link').first().click(),
  },
  { ...base, name: 'read-idle', query: 'trace=idle' },
  { ...base, name: 'read-idle-folded', query: 'trace=idle', act: keys('g') },
  { ...base, name: 'read-columns', query: `trace=checkout&${columns}` },
  {
    ...base,
    name: 'read-absolute',
    query: 'trace=checkout',
    act: keys('t'),
  },
  { ...base, name: 'read-since', query: 'trace=checkout', act: keys('t', 't') },
  {
    ...base,
    name: 'read-picker',
    query: 'trace=checkout',
    act: async (page) => page.locator('.add-column').click(),
  },
  {
    ...base,
    name: 'read-focus',
    query: 'trace=checkout&selected=8',
    act: keys('ArrowUp', 'z'),
  },
  { ...base, name: 'read-hidden', query: 'trace=mixed', act: keys('h', 'h') },
  { ...base, name: 'read-mixed', query: 'trace=mixed', act: keys('Home') },
  { ...base, name: 'read-orphans', query: 'trace=orphans' },
  { ...base, name: 'read-levels', query: 'trace=mixed', act: keys('2') },
  {
    ...base,
    name: 'read-more',
    query: 'trace=idle',
    act: async (page) => page.locator('.more-actions').click(),
  },
  {
    ...base,
    name: 'read-menu',
    query: 'trace=checkout',
    act: keys('Home', 'ArrowDown', 'ArrowDown', 'Shift+F10'),
  },
  { ...base, name: 'read-keys', query: 'trace=checkout', act: keys('?') },
  {
    ...base,
    name: 'read-tooltip',
    query: 'trace=checkout',
    act: async (page) => {
      await page.locator('[data-row="6"] .name').hover();
      await page.waitForSelector('.tooltip');
    },
  },
];

/** What helps to read a trace, each in all themes; and the whole page at the size of the pictures. */
export const readingScenes: readonly Scene[] = [
  ...subjects.flatMap((subject) =>
    themes.map((theme): Scene => ({ ...subject, theme, name: `${subject.name}-${theme}` })),
  ),
  { ...base, name: 'read-large', query: 'trace=checkout&selected=8', width: 1440, height: 860, act: keys() },
  { ...base, name: 'read-narrow', query: 'trace=partial', width: 640, height: 500 },
];
