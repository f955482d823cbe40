import { expect, test } from 'vitest';
import type { SpanIndex } from '../../../src/shared/ids.ts';
import { ServiceOrders } from '../../../src/views/serviceOrders.ts';
import { TraceFigures } from '../../../src/views/traceFigures.ts';
import { columnsOf } from './columnsOf.ts';
import { traceId } from './traceSummary.ts';

const child = columnsOf([{ parent: -1, start: 5, duration: 5, service: 'back' }]);
const grown = columnsOf([
  { parent: -1, start: 0, duration: 20, service: 'front' },
  { parent: 0, start: 5, duration: 5, service: 'back' },
]);

test('a service keeps its place when the root comes last, in the side panel too', () => {
  const orders = new ServiceOrders();
  const figures = new TraceFigures(orders);
  expect(orders.of(child)).toEqual(['back']);
  expect(orders.of(grown)).toEqual(['back', 'front']);
  const colours = [0, 1].map((index) => figures.of(grown, index as SpanIndex).serviceIndex);
  expect(colours).toEqual([1, 0]);
});

test('traces do not share an order', () => {
  const orders = new ServiceOrders();
  orders.of(child);
  expect(orders.of({ ...grown, traceId: traceId(2) })).toEqual(['front', 'back']);
});
