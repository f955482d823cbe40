import { expect, test } from 'vitest';
import { parseSpanId, parseTraceId } from '../../../src/shared/ids.ts';

test.each([
  ['0af7651916cd43dd8448eb211c80319c', '0af7651916cd43dd8448eb211c80319c'],
  ['0AF7651916CD43DD8448EB211C80319C', '0af7651916cd43dd8448eb211c80319c'],
  ['00000000000000000000000000000001', '00000000000000000000000000000001'],
  ['00000000000000000000000000000000', undefined],
  ['0af7651916cd43dd8448eb211c80319', undefined],
  ['0af7651916cd43dd8448eb211c80319cc', undefined],
  ['0af7651916cd43dd8448eb211c80319g', undefined],
  ['0af7651916cd43dd8448eb211c80319\n', undefined],
  ['', undefined],
])('the trace id of "%s" is %s', (text, id) => {
  expect(parseTraceId(text)).toBe(id);
});

test.each([
  ['B7AD6B7169203331', 'b7ad6b7169203331'],
  ['0000000000000000', undefined],
  ['b7ad6b716920333', undefined],
])('the span id of "%s" is %s', (text, id) => {
  expect(parseSpanId(text)).toBe(id);
});
