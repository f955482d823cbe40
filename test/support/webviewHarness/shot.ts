// Builds the two pages, opens them in a real browser over the real protocol with made-up data, and writes
// pictures of them to artifacts/webview. `node test/support/webviewHarness/shot.ts [part of a name]`.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { openHarness } from './openHarness.ts';
import { scenes } from './scenes.ts';

const folder = resolve(import.meta.dirname, '../../../artifacts/webview');
const wanted = process.argv[2] ?? '';
await mkdir(folder, { recursive: true });
const shown = scenes.filter(({ name }) => name.includes(wanted));
const harness = await openHarness([...new Set(shown.map(({ view }) => view))]);
try {
  for (const scene of shown) {
    const page = await harness.open(scene);
    await scene.act?.(page);
    await settled(page);
    await page.screenshot({ path: join(folder, `${scene.name}.png`) });
    console.log(scene.name);
    await page.close();
  }
} finally {
  await harness.close();
}

/** Two frames: what the last action changed is then painted. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
