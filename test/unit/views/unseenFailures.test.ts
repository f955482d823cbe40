import { expect, test } from 'vitest';
import { UnseenFailures } from '../../../src/views/unseenFailures.ts';
import { traceSummary } from './traceSummary.ts';

test('failed traces count until the tree was seen', () => {
  const failures = new UnseenFailures();
  const first = [traceSummary(1, { errors: 1 }), traceSummary(2)];
  failures.update(first, false);
  expect(failures.count).toBe(1);
  failures.update(first, true);
  expect(failures.count).toBe(0);
  failures.update([traceSummary(3, { errors: 2 }), ...first], false);
  expect(failures.count).toBe(1);
  failures.update([], false);
  expect(failures.count).toBe(0);
});
