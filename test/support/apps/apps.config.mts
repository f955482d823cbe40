import { defineConfig } from 'vitest/config';
import { root } from '../paths.mjs';
import { retries } from '../retries.ts';

/** Programs run one after the other: beside each other their start takes as long, and their times lie. */
export default defineConfig({
  root,
  test: {
    retry: retries,
    include: ['test/apps/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 600_000,
  },
});
