import { expect, test } from 'vitest';
import { parseCollectorSettings } from '../../../src/shared/parseCollectorSettings.ts';
import { settingSentence } from '../../../src/views/settingSentence.ts';

test('what is wrong is said by the name of the setting', () => {
  const { problems } = parseCollectorSettings({
    sampleRatio: 2,
    keep: [{ type: 'latency' }],
    forwards: [{ name: 'x', protocol: 'carrier pigeon', endpoint: 'http://localhost:1' }],
  });
  const names = problems.map((problem) => settingSentence(problem).split(' ')[0]);
  expect(names).toEqual([
    'spanline.sampling.ratio',
    'spanline.sampling.keep[0].latency',
    'spanline.forwards[0].protocol',
  ]);
  expect(settingSentence({ path: '', sentence: 'The settings must be an object.', harmless: false })).toBe(
    'The settings must be an object.',
  );
});
