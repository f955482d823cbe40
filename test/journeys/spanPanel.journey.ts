import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HarnessBrowser, openHarness } from '../support/webviewHarness/openHarness.ts';
import { scenes } from '../support/webviewHarness/scenes.ts';

describe('the span panel, by keyboard', () => {
  let harness: HarnessBrowser;

  beforeAll(async () => {
    harness = await openHarness(['span']);
  });
  afterAll(() => harness.close());

  test('an attribute is copied, filtered by and made a column with its keys', async () => {
    const page = await openScene(harness, 'span-dark');
    await page.locator('.attribute').first().focus();
    for (const key of ['c', 'C', 'f', 'ArrowDown', 'ArrowDown', 'f', 'a', 'o'])
      await page.keyboard.press(key);
    await expect
      .poll(() => calls(page))
      .toEqual([
        'copy {"text":"POST"}',
        'copy {"text":"http.request.method=POST"}',
        'filterBy {"query":"http.request.method=POST"}',
        'filterBy {"query":"url.full=https://api.stripe.example/v1/charges"}',
        'addColumn {"key":"url.full"}',
        'openUrl {"url":"https://api.stripe.example/v1/charges"}',
      ]);
    await expect.poll(() => page.locator('.heard').textContent()).toBe('Copied');
    await page.close();
  });

  test('the buttons of a row are reached and left with the arrow keys', async () => {
    const page = await openScene(harness, 'span-dark');
    await page.locator('.attribute').nth(1).focus();
    const names = [];
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Escape']) {
      await page.keyboard.press(key);
      names.push(await focused(page));
    }
    expect(names).toEqual([
      'Copy the value of http.response.status_code',
      'Copy http.response.status_code and its value',
      'Filter by this value of http.response.status_code',
      'Add http.response.status_code as a column',
      'response.status_code504',
    ]);
    await page.close();
  });

  test('the menu opens on its key, moves, does, and gives the focus back', async () => {
    const page = await openScene(harness, 'span-dark');
    await page.locator('.attribute').first().focus();
    await page.keyboard.press('Shift+F10');
    await page.waitForSelector('[role=menu]');
    expect(await focused(page)).toBe('Copy valuec');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => calls(page)).toEqual(['copy {"text":"http.request.method=POST"}']);
    expect(await page.locator('[role=menu]').count()).toBe(0);
    expect(await focused(page)).toMatch(/^request\.methodPOST/);
    await page.close();
  });

  test('the focus stays on its row while other spans have it, and in the panel when they have not', async () => {
    const page = await openScene(harness, 'span-dark');
    await page.locator('.attribute').first().focus();
    await show(page, 'values', 'POST /v1/search');
    expect(await focused(page)).toMatch(/^request\.methodPOST/);
    await show(page, 'sql', 'SELECT shop.orders');
    expect(await focused(page)).toBe('Span SELECT shop.orders');
    await page.close();
  });

  test('a filter says how much it found, and Escape takes it away', async () => {
    const page = await openScene(harness, 'span-filtered');
    const found = page.locator('.found');
    expect(await found.textContent()).toBe('2 attributes');
    await page.keyboard.press('ArrowDown');
    expect(await focused(page)).toMatch(/^idorder-9981/);
    await page.locator('.attribute-filter').click();
    await page.keyboard.press('Escape');
    await expect.poll(() => found.textContent()).toBe('');
    await page.close();
  });
});

describe('the span panel', () => {
  let harness: HarnessBrowser;

  beforeAll(async () => {
    harness = await openHarness(['span']);
  });
  afterAll(() => harness.close());

  test('a statement is formatted by the bundle that is loaded for it, and copied as it was sent', async () => {
    const page = await openScene(harness, 'span-sql');
    const statement = page.locator('.attribute.block');
    expect(await statement.locator('.value').textContent()).toContain('\nFROM\n  orders o\n');
    await statement.focus();
    await page.keyboard.press('c');
    await expect
      .poll(async () => (await calls(page))[0])
      .toContain('SELECT o.id, o.total, count(i.sku) AS items FROM');
    await page.keyboard.press('s');
    await expect.poll(() => page.locator('.attribute.block').count()).toBe(0);
    await page.close();
  });

  test('what is hostile is text, and no wider than the panel', async () => {
    const page = await openScene(harness, 'span-hostile');
    expect(await page.locator('main img, main script, main b').count()).toBe(0);
    expect(await page.locator('h1').textContent()).toBe(
      String.raw`<img src=x onerror=alert(1)> \u202egnp.exe`,
    );
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(290);
    await page.locator('button', { hasText: 'Show all 2,000,000 characters' }).press('Enter');
    const huge = page.locator('.value', { hasText: 'The first 100,000 of 2,000,000 characters' });
    await expect.poll(() => huge.count()).toBe(1);
    await page.close();
  });

  test('logs and links both ways lead on', async () => {
    const page = await openScene(harness, 'span-linked');
    const logs = page.locator('.events', { hasText: 'no answer yet' });
    expect(await logs.textContent()).toContain('no answer yet, trying once more attempt=2');
    await page.locator('button', { hasText: 'notifications · orders process' }).press('Enter');
    await expect
      .poll(() => calls(page))
      .toEqual(['openSpan {"traceId":"cccccccccccccccccccccccccccccccc","spanId":"dddddddddddddddd"}']);
    await page.close();
  });
});

function calls(page: Page): Promise<string[]> {
  return page.evaluate(() => window.harness.calls);
}

async function show(page: Page, span: string, title: string): Promise<void> {
  await page.evaluate((name) => window.harness.showSpan?.(name), span);
  await page.locator('h1', { hasText: title }).waitFor();
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });
}

async function openScene(harness: HarnessBrowser, name: string): Promise<Page> {
  const scene = scenes.find((known) => known.name === name);
  if (scene === undefined) throw new Error(`There is no scene "${name}".`);
  const page = await harness.open(scene);
  await scene.act?.(page);
  return page;
}
