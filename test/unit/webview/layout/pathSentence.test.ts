import { expect, test } from 'vitest';
import { pathSentence } from '../../../../webview/layout/pathSentence.ts';

test.each([
  [
    'a span that holds up its trace',
    { dragNano: 41e6, slackNano: 0 },
    'Without it the trace ends at most 41 ms earlier.',
  ],
  [
    'a span that others hide',
    { dragNano: 0, slackNano: 12e6 },
    'Not on the critical path: 12 ms longer, and the trace ends no later.',
  ],
  ['the root', { dragNano: 100e6, slackNano: 0 }, ''],
  ['a trace of which that is not known', {}, ''],
])('%s', (_, figures, sentence) => {
  expect(pathSentence({ ...figures, traceDurationNano: 100e6 })).toBe(sentence);
});
