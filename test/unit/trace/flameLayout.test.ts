import { expect, test } from 'vitest';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { flameLayout } from '../../../src/trace/flameLayout.ts';
import { LaneLevels } from '../../../src/trace/laneLevels.ts';
import { rowOf, traceOf, traceOfSpans } from '../support/traceText.ts';
import { bigTraces } from './bigTraces.ts';
import { randomSpans, seededRandom } from './randomSpans.ts';

test('a child stands under its parent, spans at the same time under each other, services apart', () => {
  expect(
    lanesOf(
      traceOf(`
        shop  checkout  0-100 server
          shop  reserve  0-30
          shop  pay  20-90
            bank  charge  30-80 server
              bank  store  40-50
          shop  log  90-95
        shop  later  100-120
      `),
    ),
  ).toEqual(['shop: checkout, later', 'shop: reserve, log', 'shop: pay', 'bank: charge', 'bank: store']);
});

test('random trees: no two spans of a lane run at the same time, and children stand below their parents', () => {
  const random = seededRandom(51);
  for (let round = 0; round < 100; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 1 + Math.floor(random() * 60), broken: true }));
    const { lane, laneCount, laneService, order, laneOffset } = flameLayout(trace);
    expect([...order].sort((a, b) => a - b)).toEqual([...lane.keys()]);
    for (let k = 0; k < laneCount; k++) {
      const spans = [...order.subarray(laneOffset[k], laneOffset[k + 1])];
      expect(spans.length).toBeGreaterThan(0);
      for (const [at, span] of spans.entries()) {
        expect([lane[span], trace.service[span]]).toEqual([k, laneService[k]]);
        const before = spans[at - 1];
        if (before === undefined) continue;
        expect(trace.start[span]).toBeGreaterThanOrEqual(endOf(trace, before));
      }
    }
    for (let i = 0; i < trace.count; i++) {
      const above = trace.parent[i] ?? -1;
      if (above < 0 || trace.service[above] !== trace.service[i]) continue;
      if (ensureExists(trace.start[above]) <= ensureExists(trace.start[i])) {
        expect(lane[i]).toBeGreaterThan(ensureExists(lane[above]));
      }
    }
  }
});

test('a step of time gives the longest span that begins in it, and how many it stands for', () => {
  const trace = traceOf(`
    a  one  0-1
    a  two  1-4 error
    a  three  5-6
    a  four  12-30
    a  five  31-32
  `);
  const shown = (from: number, to: number, step: number): string[] => {
    const found: string[] = [];
    new LaneLevels(trace, flameLayout(trace)).query(
      0,
      from * 1e6,
      to * 1e6,
      step * 1e6,
      (span, count, hasError) => {
        found.push(`${rowOf(trace, span).split('  ')[1]} ×${count}${hasError ? ' failed' : ''}`);
      },
    );
    return found;
  };
  expect(shown(0, 40, 10)).toEqual(['two ×3 failed', 'four ×1', 'five ×1']);
  expect(shown(0, 40, 1)).toEqual(['one ×1', 'two ×1 failed', 'three ×1', 'four ×1', 'five ×1']);
  expect(shown(20, 31, 10)).toEqual(['four ×1']);
  expect(shown(6, 12, 1)).toEqual([]);
});

test('the span at a time, or the nearest within the margin', () => {
  const trace = traceOf('a  one  0-10\na  two  20-30');
  const levels = new LaneLevels(trace, flameLayout(trace));
  expect([5, 12, 15, 19, 20, 40].map((time) => levels.spanAt(0, time * 1e6, 2e6))).toEqual([
    0, 0, -1, 1, 1, -1,
  ]);
});

test('random trees: all spans are told, whatever the step', () => {
  const random = seededRandom(52);
  for (let round = 0; round < 50; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 1 + Math.floor(random() * 80) }));
    const layout = flameLayout(trace);
    const levels = new LaneLevels(trace, layout);
    for (const step of [1, 4, 1000]) {
      let told = 0;
      for (let lane = 0; lane < layout.laneCount; lane++) {
        levels.query(lane, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, step, (_span, count) => {
          told += count;
        });
      }
      expect(told).toBe(trace.count);
    }
  }
});

test('no spans have no lanes', () => {
  expect(flameLayout(traceOfSpans([])).laneCount).toBe(0);
});

test.each(bigTraces)('100,000 spans in %s', (_name, make) => {
  const trace = make();
  const layout = flameLayout(trace);
  let told = 0;
  const levels = new LaneLevels(trace, layout);
  for (let lane = 0; lane < layout.laneCount; lane++) {
    levels.query(lane, -1, 1e9, 1024, (_span, count) => {
      told += count;
    });
  }
  expect(told).toBe(100_000);
});

function endOf(trace: TraceColumns, span: number): number {
  return ensureExists(trace.start[span]) + ensureExists(trace.duration[span]);
}

function lanesOf(trace: TraceColumns): string[] {
  const { laneCount, laneService, order, laneOffset } = flameLayout(trace);
  return Array.from({ length: laneCount }, (_, k) => {
    const spans = [...order.subarray(laneOffset[k], laneOffset[k + 1])];
    return `${trace.strings[laneService[k] ?? 0]}: ${spans.map((span) => rowOf(trace, span).split('  ')[1]).join(', ')}`;
  });
}
