import { expect, test } from 'vitest';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import { Selection } from '../../../src/shared/selection.ts';
import type { SpanRef } from '../../../src/shared/site.ts';

const one = span(1);
const two = span(2);

test('everybody hears of a new selection, once', () => {
  const { selection, heard } = setUp();
  selection.select(one, 'waterfall');
  selection.select({ ...one }, 'tree');
  selection.select(undefined, 'waterfall');
  expect(heard).toEqual(['1 by waterfall', 'none by waterfall']);
});

test('what the caret passes is taken only while nothing was selected on purpose', () => {
  const { selection, heard } = setUp();
  selection.offer(one);
  selection.offer(two);
  selection.select(one, 'waterfall');
  selection.offer(two);
  selection.select(undefined, 'waterfall');
  selection.offer(two);
  expect(heard).toEqual(['1 by caret', '2 by caret', '1 by waterfall', 'none by waterfall', '2 by caret']);
});

test('an offer that is selected on purpose stays', () => {
  const { selection, heard } = setUp();
  selection.offer(one);
  selection.select(one, 'waterfall');
  selection.offer(two);
  expect(heard).toEqual(['1 by caret']);
  expect(selection.current.span).toEqual(one);
});

function setUp() {
  const selection = new Selection();
  const heard: string[] = [];
  selection.onDidChange(({ span: selected, origin }) =>
    heard.push(`${selected === undefined ? 'none' : Number(selected.spanId)} by ${origin}`),
  );
  return { selection, heard };
}

function span(number: number): SpanRef {
  return { traceId: 'a'.repeat(32) as TraceId, spanId: String(number).padStart(16, '0') as SpanId };
}
