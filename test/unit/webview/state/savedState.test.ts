import { expect, test } from 'vitest';
import { asWaterfallState } from '../../../../webview/state/savedState.ts';

const traceId = '0123456789abcdef0123456789abcdef';
const least = { traceId, collapsed: [], scrollTop: 0, split: 0.46 };

test('what this version keeps is taken back, after it was text as well', () => {
  const kept = {
    ...least,
    selected: '00000000000000a1',
    window: { start: 0, end: 5 },
    collapsed: ['00000000000000a2'],
    find: { text: 'cart', errorsOnly: false, filter: true },
    tab: 'flame',
    columns: ['http.route'],
    focus: '00000000000000a3',
    hideBelow: 0.01,
    clockOffsets: [{ service: 'shop', nano: -5 }],
    statistics: { by: 'operation', sort: 'self', descending: true },
    comparedTo: traceId,
  };
  for (const state of [least, kept, { ...kept, selected: undefined, window: undefined }]) {
    expect(asWaterfallState(state)).toBe(state);
    expect(asWaterfallState(JSON.parse(JSON.stringify(state)))).toEqual(JSON.parse(JSON.stringify(state)));
  }
});

test.each([
  ['nothing', undefined],
  ['no object', 'state'],
  ['a trace id that is none', { ...least, traceId: 'zz' }],
  ['a span id that is none', { ...least, focus: 'zz' }],
  ['folds that are none', { ...least, collapsed: [null, 3] }],
  ['a tab that is gone', { ...least, tab: 'map' }],
  ['a window that ends before it begins', { ...least, window: { start: 5, end: 1 } }],
  ['a split beyond the page', { ...least, split: 9 }],
  ['a place that is no number', { ...least, scrollTop: Number.NaN }],
])('%s is no state', (_, value) => {
  expect(asWaterfallState(value)).toBeUndefined();
});
