import { defineConfig } from 'vitest/config';
import { root } from './paths.mjs';
import { retries } from './retries.ts';

/** Each journey has a VS Code, a browser and a shop of its own, so they walk one after the other. */
export default defineConfig({
  root,
  test: {
    retry: retries,
    include: ['test/journeys/**/*.journey.ts'],
    passWithNoTests: true,
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 120_000,
    // `KEEP_OPEN=1` stays at a failure until Ctrl+C.
    hookTimeout: process.env['KEEP_OPEN'] === undefined ? 120_000 : 0,
  },
});
