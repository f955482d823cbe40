import { expect, test } from 'vitest';
import { clientCount } from '../../../src/shared/clientCount.ts';

test.each([
  [[], 0],
  [['cli'], 1],
  [['code 1.139.1 (2)', 'cli'], 3],
  [['my (odd) name', 'code (12)'], 13],
])('%j', (clients, count) => {
  expect(clientCount(clients)).toBe(count);
});
