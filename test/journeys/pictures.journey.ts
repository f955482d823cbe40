import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CodeWindow, large, small } from '../support/codeWindow.ts';
import { lineOf } from '../support/lineOf.ts';
import { artifacts } from '../support/paths.mjs';
import { Stage } from '../support/stage.ts';

const charge = 'services/payments/src/charge.ts';
const patience = { timeout: 30_000, interval: 200 };
const twelveItems = {
  customer: 'ada',
  items: Array.from({ length: 12 }, (_, index) => ({ sku: `mug-0${1 + (index % 2)}`, quantity: 1 })),
};

const themes = [
  { theme: 'dark', setting: 'Default Dark Modern' },
  { theme: 'light', setting: 'Default Light Modern' },
];

describe.each(themes)('pictures in the $theme theme', ({ theme, setting }) => {
  let stage: Stage;
  let window: CodeWindow;

  beforeAll(async () => {
    stage = await Stage.open({ settings: { 'workbench.colorTheme': setting } });
    window = await stage.window(charge);
    const sample = await stage.sample();
    // The fourth is charged at the second try, the fifth is refused.
    for (let order = 0; order < 9; order++) await sample.request('/checkout', twelveItems);
    for (let request = 0; request < 3; request++) await sample.request('/products?category=office');
  });
  afterAll(() => stage.close());
  beforeEach(({ task }) => stage.explain(`${task.name} ${theme}`));

  test('code', async () => {
    const line = lineOf(charge, 'cards.charges.create');
    await expect.poll(async () => (await window.lineEnds()).has(line), patience).toBe(true);
    await window.openSideBar('Spanline');
    await expect.poll(() => window.row('POST /checkout').count(), patience).toBeGreaterThan(5);
    await window.goToLine(line);
    await window.hover('charges');
    await expect.poll(() => window.hoverText(), patience).toContain('Slowest');
    await shoot('code');
  });

  test('waterfall', async () => {
    await window.page.keyboard.press('Escape');
    await window.row('POST /checkout').nth(-4).click();
    await window.panel.locator('[role=row]', { hasText: 'POST api.cards.example' }).click();
    const view = window.sideView.locator('body');
    await expect.poll(() => view.textContent(), patience).toContain('POST api.cards.example');
    await shoot('waterfall');
  });

  test.each([
    ['coverage', 'Spanline: Show Spans Without a Line…', 'spans have a line'],
    ['launches', 'Spanline: Show What Launches Are Given…', 'What Launches Are Given'],
    ['place', 'Spanline: Choose the Line of Selected Span…', 'Where does'],
  ])('%s', async (name, title, heading) => {
    await window.run(title);
    // Else the picture would be one of the palette.
    await window.page.locator('.quick-input-widget .quick-input-title', { hasText: heading }).waitFor();
    await shoot(name);
    await window.page.keyboard.press('Escape');
    // The next list comes in the same place.
    await window.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  });

  /** In both sizes; the hover stays, since the mouse is left alone. */
  async function shoot(name: string): Promise<void> {
    for (const size of [small, large]) {
      await window.page.setViewportSize(size);
      const path = join(artifacts, 'screenshots', `${name}-${theme}-${size.width}.png`);
      await window.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    }
  }
});
