import { expect, test } from 'vitest';
import { programName } from '../../../src/cli/programName.ts';

test.each([
  ['/usr/bin/spanline', '/home/ada', 'spanline'],
  ['/project/dist/cli.js', '/project', 'node dist/cli.js'],
  ['/project/dist/cli.js', '/home/ada', 'node /project/dist/cli.js'],
])('%s in %s', (script, directory, expected) => {
  expect(programName(script, directory)).toBe(expected);
});
