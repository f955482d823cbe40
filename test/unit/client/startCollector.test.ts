import { expect, test } from 'vitest';
import { lastWords } from '../../../src/client/startCollector.ts';

test("the last words leave out Node's chatter and stacks", () => {
  const log = [
    '(node:12) ExperimentalWarning: SQLite is an experimental feature',
    '(Use `node --trace-warnings ...` to show where the warning was created)',
    'Error: The disk is full.',
    '    at write (collector.js:1:2)',
    '',
    'Node.js v24.21.0',
  ];
  expect(lastWords(log.join('\n'))).toBe('The disk is full.');
  expect(lastWords('')).toBe('');
});
