import { defineConfig } from 'vitest/config';
import { retries } from './test/support/retries.ts';

export default defineConfig({
  test: {
    retry: retries,
    include: ['test/unit/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
