import type { Frame, Page } from 'playwright-core';
import type { BenchWindow } from './benchWindow.ts';
import { scriptPerFrame } from './browserTracing.ts';

const steps = 60;
const rounds = 3;
/** A frame in which nothing of ours ran is not counted: milliseconds of script. */
const idle = 0.2;

/** CPU milliseconds of script on the page's main thread. */
export interface UseTimes {
  /** The frame that 95 of 100 do not exceed. */
  readonly scroll: number;
  readonly zoom: number;
  readonly drag: number;
  /** From the key to the end of what it set off, the median. */
  readonly collapse: number;
  readonly expand: number;
  readonly find: number;
}

/** Scrolls, zooms, drags in the minimap, collapses, expands and finds in the waterfall that is in view. */
export async function useWaterfall(bench: BenchWindow): Promise<UseTimes> {
  const { page } = bench;
  const frame = await bench.waterfall();
  const rows = frame.locator('.rows');
  const { x, y } = await middleOf(frame, '.rows');
  await page.mouse.move(x, y);
  const scroll = await slow(bench, () => repeat(page, (k) => page.mouse.wheel(0, k < 40 ? 330 : -700)));
  await page.keyboard.down('Control');
  const zoom = await slow(bench, () => repeat(page, (k) => page.mouse.wheel(0, k < 30 ? -60 : 60)));
  await page.keyboard.up('Control');
  const drag = await slow(bench, () => dragMinimap(page, frame));
  await rows.focus();
  await page.keyboard.press('f');
  const collapse: number[] = [];
  const expand: number[] = [];
  for (let round = 0; round < rounds; round++) {
    collapse.push(await whole(bench, () => page.keyboard.press('Control+ArrowLeft')));
    expand.push(await whole(bench, () => page.keyboard.press('Control+ArrowRight')));
  }
  const find: number[] = [];
  await frame.locator('#find').focus();
  for (const letter of 'ob 3') find.push(await whole(bench, () => page.keyboard.type(letter)));
  return { scroll, zoom, drag, collapse: median(collapse), expand: median(expand), find: median(find) };
}

async function dragMinimap(page: Page, frame: Frame): Promise<void> {
  const { x, y } = await middleOf(frame, '.minimap');
  await page.mouse.move(x - 200, y);
  await page.mouse.down();
  await repeat(page, (k) => page.mouse.move(x - 200 + 3 * k, y));
  await page.mouse.up();
}

async function middleOf(frame: Frame, selector: string): Promise<{ x: number; y: number }> {
  const box = await frame.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is not in view.`);
  return { x: box.x + (3 * box.width) / 4, y: box.y + box.height / 2 };
}

async function repeat(page: Page, step: (k: number) => Promise<void>): Promise<void> {
  for (let k = 0; k < steps; k++) {
    await step(k);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** The 95th percentile of the frames while `action` runs. */
async function slow(bench: BenchWindow, action: () => Promise<void>): Promise<number> {
  const frames = (await scriptPerFrame(bench.session, action)).filter((millis) => millis > idle);
  const sorted = frames.sort((a, b) => a - b);
  return sorted[Math.floor(0.95 * sorted.length)] ?? 0;
}

/** The busiest frame after one action. */
async function whole(bench: BenchWindow, action: () => Promise<void>): Promise<number> {
  const frames = await scriptPerFrame(bench.session, async () => {
    await action();
    await bench.page.waitForTimeout(120);
  });
  return Math.max(0, ...frames);
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
