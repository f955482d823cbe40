import { expect, test } from 'vitest';
import { Emitter } from '../../../src/shared/event.ts';
import { CoverageFigure } from '../../../src/views/coverageFigure.ts';
import { FakeTimer } from './fakeTimer.ts';

test('the figure follows the sites, once a second at most, and says when it changed', async () => {
  const timer = new FakeTimer();
  const changes = new Emitter<void>();
  let counted = 0;
  let placed = 0;
  const coverage = () => {
    counted++;
    return { spans: placed === 0 ? 0 : 100, placed, called: 0, missing: [] };
  };
  const figure = new CoverageFigure(coverage, [changes.event], timer);
  const told: string[] = [];
  figure.onDidChange(() => told.push(figure.text));
  expect(figure.text).toBe('');
  changes.fire();
  placed = 100;
  for (let change = 0; change < 50; change++) changes.fire();
  await Promise.resolve();
  expect(counted).toBe(1);
  await timer.pass(1000);
  expect([counted, ...told]).toEqual([2, 'All spans have a line']);
  changes.fire();
  await timer.pass(1000);
  expect(told).toHaveLength(1);
});
