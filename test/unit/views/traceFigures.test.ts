import { expect, test } from 'vitest';
import { ServiceOrders } from '../../../src/views/serviceOrders.ts';
import { findSpan, spanIdAt } from '../../../src/views/spanLookup.ts';
import { TraceFigures } from '../../../src/views/traceFigures.ts';
import { columnsOf, spanIdOf } from './columnsOf.ts';

const columns = columnsOf([
  { parent: -1, start: 0, duration: 100, service: 'front' },
  { parent: 0, start: 10, duration: 30, service: 'back' },
  { parent: 0, start: 50, duration: 40, service: 'front' },
]);

test('a span is found by its id', () => {
  expect(findSpan(columns, spanIdOf(2))).toBe(1);
  expect(findSpan(columns, spanIdOf(9))).toBeUndefined();
  expect(spanIdAt(columns, 2)).toBe(spanIdOf(3));
  const figures = new TraceFigures(new ServiceOrders());
  expect(figures.find(columns, spanIdOf(2))).toBe(1);
  expect(figures.find(columns, spanIdOf(9))).toBeUndefined();
});

test('the figures of a span are those of its place in the trace', () => {
  const figures = new TraceFigures(new ServiceOrders());
  const of = (number: number) => figures.of(columns, findSpan(columns, spanIdOf(number)) ?? (0 as never));
  expect(of(1)).toEqual({
    startNano: 0,
    durationNano: 100e6,
    selfNano: 30e6,
    criticalNano: 30e6,
    traceDurationNano: 100e6,
    dragNano: 100e6,
    slackNano: 0,
    serviceIndex: 0,
  });
  expect(of(2)).toMatchObject({ startNano: 10e6, selfNano: 30e6, criticalNano: 30e6, serviceIndex: 1 });
});

test('a span off the critical path says how much longer it could take', () => {
  const beside = columnsOf([
    { parent: -1, start: 0, duration: 100 },
    { parent: 0, start: 0, duration: 90 },
    { parent: 0, start: 0, duration: 30 },
  ]);
  const figures = new TraceFigures(new ServiceOrders());
  expect(figures.of(beside, 2 as never)).toMatchObject({ criticalNano: 0, dragNano: 0, slackNano: 60e6 });
  expect(figures.of(beside, 1 as never)).toMatchObject({ dragNano: 60e6, slackNano: 0 });
});

test('of a trace that is looked at again nothing is told anew', () => {
  const asked: string[] = [];
  const figures = new TraceFigures({
    of: ({ traceId }) => {
      asked.push(traceId);
      return ['front', 'back'];
    },
  });
  for (const index of [0, 1, 2]) figures.of(columns, index as never);
  expect(asked).toHaveLength(1);
  figures.of({ ...columns, version: 2 }, 0 as never);
  expect(asked).toHaveLength(2);
});
