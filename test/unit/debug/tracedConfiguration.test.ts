import { expect, test } from 'vitest';
import {
  baseEnvironment,
  type Configuration,
  directoryOf,
  envFilesOf,
  isTraceable,
  languagesOf,
  tracedConfiguration,
  userConfiguration,
} from '../../../src/debug/tracedConfiguration.ts';

const added = [{ name: 'OTEL_X', value: '1', before: undefined, why: '' }];

test.each([
  ['node launch', true],
  ['python launch', true],
  ['never-seen launch', true],
  ['node attach', false],
  ['chrome launch', false],
  ['extensionHost launch', false],
])('%s is traced: %s', (words, traced) => {
  expect(isTraceable(configurationOf(words))).toBe(traced);
});

test('a process that js-debug attaches to runs already', () => {
  expect(isTraceable({ ...configurationOf('pwa-node launch'), __pendingTargetId: '1' })).toBe(false);
});

test.each([
  ['debugpy launch', 'python'],
  ['node-terminal launch', 'node'],
  ['docker launch', 'node python java go'],
])('%s gets what is for %s', (words, languages) => {
  expect(languagesOf(configurationOf(words)).join(' ')).toBe(languages);
});

test('variables are set where the adapter looks for them, beside the others', () => {
  const env = { A: 'a', B: null };
  expect(tracedConfiguration({ ...configurationOf('node launch'), env }, added)['env']).toEqual({
    A: 'a',
    B: null,
    OTEL_X: '1',
  });
  const environment = [
    { name: 'A', value: 'a' },
    { name: 'OTEL_X', value: 'old' },
  ];
  expect(
    tracedConfiguration({ ...configurationOf('cppdbg launch'), environment }, added)['environment'],
  ).toEqual([
    { name: 'A', value: 'a' },
    { name: 'OTEL_X', value: '1' },
  ]);
  expect(tracedConfiguration(configurationOf('go launch'), added)['env']).toEqual({ OTEL_X: '1' });
});

test('a list of NAME=value stays one', () => {
  const configuration = { ...configurationOf('lldb-dap launch'), env: ['A=a=b', 'OTEL_X=old'] };
  expect(baseEnvironment(configuration, {}, {})).toEqual({ A: 'a=b', OTEL_X: 'old' });
  expect(tracedConfiguration(configuration, added)['env']).toEqual(['A=a=b', 'OTEL_X=1']);
});

test('what was set is taken back, and what was there before is there again', () => {
  const changes = [...added, { name: 'NODE_OPTIONS', value: '-r a -r b', before: '-r a', why: '' }];
  const own = { ...configurationOf('node launch'), env: { A: 'a', NODE_OPTIONS: '-r a' } };
  expect(userConfiguration(tracedConfiguration(own, changes), changes)).toEqual(own);
  const environment = [{ name: 'A', value: 'a' }];
  const list = { ...configurationOf('cppdbg launch'), environment };
  expect(userConfiguration(tracedConfiguration(list, added), added)).toEqual(list);
});

test('relative directories are of the folder', () => {
  const configuration = { ...configurationOf('go launch'), program: 'cmd/api/main.go' };
  expect(directoryOf(configuration, '/w')).toBe('/w/cmd/api');
  expect(directoryOf({ ...configurationOf('node launch'), cwd: './api' }, '/w')).toBe('/w/api');
  expect(directoryOf(configuration, undefined)).toBeUndefined();
});

test('without a change the configuration is the same', () => {
  const configuration = configurationOf('go launch');
  expect(tracedConfiguration(configuration, [])).toBe(configuration);
});

test('the configuration wins over its files, and they over what is inherited', () => {
  const configuration = { ...configurationOf('node launch'), env: { A: 'own', GONE: null } };
  const base = baseEnvironment(configuration, { A: '1', B: '1', C: '1', GONE: '1' }, { A: '2', B: '2' });
  expect(base).toEqual({ A: 'own', B: '2', C: '1', GONE: undefined });
});

test('files of variables, one or several', () => {
  const files = (envFile: unknown) => envFilesOf({ ...configurationOf('go launch'), envFile });
  expect([files('/a/.env'), files(['/a', 1, '/b']), files(undefined), files('')]).toEqual([
    ['/a/.env'],
    ['/a', '/b'],
    [],
    [],
  ]);
});

test('where a program runs or lies', () => {
  const directory = (more: object) => directoryOf({ ...configurationOf('go launch'), ...more }, '/w');
  expect([
    directory({}),
    directory({ cwd: '/w/api' }),
    directory({ program: '/w/cmd/api' }),
    directory({ program: '/w/cmd/api/main.go', cwd: '/w' }),
  ]).toEqual(['/w', '/w/api', '/w/cmd/api', '/w/cmd/api']);
});

function configurationOf(words: string): Configuration {
  const [type = '', request = ''] = words.split(' ');
  return { type, request, name: 'Run' };
}
