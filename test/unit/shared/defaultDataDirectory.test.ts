import { expect, test } from 'vitest';
import { defaultDataDirectory } from '../../../src/shared/defaultDataDirectory.ts';

test.each([
  ['linux', {}, '/home/ada/.local/share/spanline'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/spanline'],
  ['linux', { XDG_DATA_HOME: '/data/' }, '/data/spanline'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/spanline'],
  ['linux', { XDG_DATA_HOME: '' }, '/home/ada/.local/share/spanline'],
  ['darwin', { XDG_DATA_HOME: '/data' }, '/home/ada/Library/Application Support/Spanline'],
  ['win32', { LOCALAPPDATA: 'C:\\Local' }, 'C:\\Local\\Spanline'],
])('on %s with %j', (platform, env, expected) => {
  expect(defaultDataDirectory(platform, env, '/home/ada')).toBe(expected);
});

test('on Windows without LOCALAPPDATA', () => {
  expect(defaultDataDirectory('win32', {}, 'C:\\Users\\ada')).toBe(
    'C:\\Users\\ada\\AppData\\Local\\Spanline',
  );
});
