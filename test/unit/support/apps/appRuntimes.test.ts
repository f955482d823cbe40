import { expect, test } from 'vitest';
import { isOlder } from '../../../support/apps/appRuntimes.ts';

test.each([
  ['3.9.18', '3.10', true],
  ['3.10.0', '3.10', false],
  ['3.11.7', '3.10', false],
  ['1.26.8', '1.26.9', true],
  ['17', '17.0', false],
  ['20.1', '22', true],
])('%s is older than %s: %s', (version, least, older) => {
  expect(isOlder(version, least)).toBe(older);
});
