import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HarnessBrowser, openHarness } from '../support/webviewHarness/openHarness.ts';
import { scenes } from '../support/webviewHarness/scenes.ts';

const names = [
  'waterfall-dark',
  'waterfall-light',
  'waterfall-hc',
  'waterfall-hc-light',
  'waterfall-narrow',
  'partial',
  'gone',
  'find',
  'keys',
  'span-dark',
  'span-light',
  'span-hc',
  'span-hc-light',
  'span-empty',
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
    const scene = scenes.find((known) => known.name === name);
    if (scene === undefined) throw new Error(`There is no scene "${name}".`);
    const page = await harness.open(scene);
    await scene.act?.(page);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(runAxe);
    await page.close();
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(said),
    ).toEqual([]);
  });
});

/** Runs in the page. */
async function runAxe(): Promise<AxeResults> {
  const { axe } = window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
  return await axe.run({ resultTypes: ['violations'] });
}

function said({ id, nodes }: AxeResults['violations'][number]): string {
  return `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`;
}
