import { expect, test } from 'vitest';
import { windowsCommandLine } from '../../../src/cli/windowsCommandLine.ts';

test.each([
  [['npm', 'run', 'dev', '--port=80'], 'npm run dev --port=80'],
  [['node', '-e', 'a & b'], 'node -e "a & b"'],
  [['C:\\Program Files\\x.exe', ''], '"C:\\Program Files\\x.exe" ""'],
  [['say', 'the "word"', 'C:\\my dir\\'], 'say "the \\"word\\"" "C:\\my dir\\\\"'],
])('%j', (words, line) => {
  expect(windowsCommandLine(words)).toBe(line);
});
