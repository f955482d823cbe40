import { expect, test } from 'vitest';
import { readSharedHead, type SharedTrace, sharedHead } from '../../../src/shared/sharedTrace.ts';

const traceId = '80f198ee56343ba864fe8b2a57d3eff7' as SharedTrace['traceId'];
const spanId = 'e457b5a2e4d86bd1' as NonNullable<SharedTrace['selected']>;

test('what is written is read back, and what follows is not looked at', () => {
  const view = {
    traceId,
    selected: spanId,
    window: { start: 1, end: 2 },
    collapsed: [spanId],
    scrollTop: 40,
    split: 0.3,
    tab: 'flame' as const,
    find: { text: 'a"}{\\', errorsOnly: false, filter: true },
    columns: ['http.route'],
  };
  const shared = { traceId, selected: spanId, view };
  expect(readSharedHead(`${sharedHead(shared)}"resourceSpans":[{"broken`)).toEqual(shared);
});

test('the whole is OTLP JSON with one more member', () => {
  const document = '{"resourceSpans":[]}';
  const head = sharedHead({ traceId, selected: undefined, view: undefined });
  expect(JSON.parse(head + document.slice(1))).toEqual({
    spanline: { version: 1, traceId },
    resourceSpans: [],
  });
});

test('of a view only what has its shape is taken', () => {
  const view = {
    tab: 'compare',
    window: { start: 'x' },
    columns: ['a', 7],
    hideBelow: 0.1,
    evil: '<script>',
    split: null,
  };
  const text = JSON.stringify({ spanline: { version: 1, traceId, selected: 'x', view } });
  expect(readSharedHead(text)).toEqual({
    traceId,
    selected: undefined,
    view: {
      traceId,
      selected: undefined,
      window: undefined,
      collapsed: [],
      scrollTop: 0,
      split: 0.4,
      hideBelow: 0.1,
    },
  });
});

test.each([
  ['OTLP alone', '{"resourceSpans":[]}'],
  ['a later version', `{"spanline":{"version":2,"traceId":"${traceId}"},`],
  ['no trace', '{"spanline":{"version":1,"traceId":"x"},'],
  ['a head without an end', '{"spanline":{"version":1'],
  ['nothing', ''],
])('%s is no shared file', (_name, text) => {
  expect(readSharedHead(text)).toBeUndefined();
});
