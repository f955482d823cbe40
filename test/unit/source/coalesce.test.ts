import { expect, test } from 'vitest';
import { coalesce } from '../../../src/source/coalesce.ts';

test('calls during a run share one run after it', async () => {
  let runs = 0;
  const run = coalesce(async () => {
    runs++;
  });
  await Promise.all([run(), run(), run()]);
  expect(runs).toBe(2);
  await run();
  expect(runs).toBe(3);
});

test('a failed run is told to who asked for it, and the next one runs', async () => {
  let runs = 0;
  const run = coalesce(async () => {
    if (runs++ === 0) throw new Error('first');
  });
  const results = await Promise.allSettled([run(), run()]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
