import { expect, test } from 'vitest';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { criticalPath } from '../../../src/trace/criticalPath.ts';
import { dragAndSlack, timesOnPath } from '../../../src/trace/dragAndSlack.ts';
import { Replay } from '../../../src/trace/replay.ts';
import { textOf, traceOf, traceOfSpans } from '../support/traceText.ts';
import { combOf, orphansOf } from './bigShapes.ts';
import { chainOf, randomSpans, seededRandom, wideOf } from './randomSpans.ts';
import { endOfReplay } from './replayByDefinition.ts';

test('drag ends at what runs beside the span, slack at what waits for it', () => {
  expect(
    rowsOf(`
      shop  checkout  0-100 server
        shop  reserve  10-30
        shop  pay  40-90
          bank  charge  50-80
        shop  log  35-60
    `),
  ).toBe(
    [
      'shop  checkout  0-100 server drag=100',
      '  shop  reserve  10-30 drag=20',
      '  shop  log  35-60 slack=30',
      '  shop  pay  40-90 drag=30',
      '    bank  charge  50-80 drag=30',
    ].join('\n'),
  );
});

test('a sibling beside the parent limits what is inside', () => {
  expect(
    rowsOf(`
      a  root  0-100
        a  beside  0-90
        a  way  0-100
          a  inner  10-90
            a  beside inner  10-85
            a  innermost  10-90
    `),
  ).toBe(
    [
      'a  root  0-100 drag=100',
      '  a  beside  0-90 slack=10',
      '  a  way  0-100 drag=10',
      '    a  inner  10-90 drag=10',
      '      a  beside inner  10-85 slack=5',
      '      a  innermost  10-90 drag=5',
    ].join('\n'),
  );
});

test('of two that end together neither saves anything alone', () => {
  expect(
    rowsOf(`
      a  root  0-50
        a  one  0-50
        a  two  0-50
    `),
  ).toBe(['a  root  0-50 drag=50', '  a  one  0-50', '  a  two  0-50'].join('\n'));
});

test('what nobody waits for may go on until the root ends', () => {
  expect(
    rowsOf(`
      a  root  0-50
        a  send  10-20 producer
          b  receive  12-30 consumer
            b  store  14-20
        a  later  20-30
          a  after later  35-45
          a  beyond the end  40-90
      c  lost  0-20 parent=ff
    `),
  ).toBe(
    [
      'a  root  0-50 drag=50',
      '  a  send  10-20 producer drag=10',
      '    b  receive  12-30 consumer slack=20',
      '      b  store  14-20 slack=30',
      '  a  later  20-30 drag=10',
      '    a  after later  35-45 slack=5',
      '    a  beyond the end  40-90',
      'c  lost  0-20 missingParent slack=30',
    ].join('\n'),
  );
});

test('a trace without spans has neither', () => {
  const trace = traceOfSpans([]);
  expect(dragAndSlack(trace, criticalPath(trace)).drag).toHaveLength(0);
});

test('random trees: drag lies between nothing and the time on the path, slack is never negative', () => {
  const random = seededRandom(11);
  for (let round = 0; round < 300; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 1 + Math.floor(random() * 40), broken: true }));
    const path = criticalPath(trace);
    const onPath = timesOnPath(trace, path);
    const { drag, slack } = dragAndSlack(trace, path);
    expect(drag[ensureExists(path.root)]).toBe(trace.duration[ensureExists(path.root)]);
    for (let i = 0; i < trace.count; i++) {
      expect(drag[i]).toBeGreaterThanOrEqual(0);
      expect(drag[i]).toBeLessThanOrEqual(ensureExists(onPath[i]));
      expect(onPath[i]).toBeLessThanOrEqual(ensureExists(trace.duration[i]));
      expect(slack[i]).toBeGreaterThanOrEqual(0);
      if (ensureExists(onPath[i]) > 0) expect(slack[i]).toBe(0);
      else expect(drag[i]).toBe(0);
    }
  }
});

test('random trees: the root ends earlier by the drag, and no later within the slack', () => {
  const random = seededRandom(12);
  for (let round = 0; round < 300; round++) {
    const trace = traceOfSpans(randomSpans(random, { count: 2 + Math.floor(random() * 12) }));
    const path = criticalPath(trace);
    const root = ensureExists(path.root);
    const end = ensureExists(trace.start[root]) + ensureExists(trace.duration[root]);
    const { drag, slack } = dragAndSlack(trace, path);
    const replay = new Replay(trace, path);
    expect(endOfReplay(trace, root, {})).toBe(end);
    for (let i = 0; i < trace.count; i++) {
      if (i === root) continue;
      expect(end - endOfReplay(trace, root, { removed: i })).toBe(drag[i]);
      expect(replay.saved({ without: [i] })).toBe(drag[i]);
      expect(endOfReplay(trace, root, { longer: i, by: ensureExists(slack[i]) })).toBe(end);
    }
  }
});

test.each([
  ['chain', chainOf(100_000)],
  ['wide', wideOf(100_000)],
  ['comb', combOf(100_000)],
  ['orphans', orphansOf(100_000)],
])('100,000 spans in %s', (_name, spans) => {
  const trace = traceOfSpans(spans);
  const path = criticalPath(trace);
  const { drag } = dragAndSlack(trace, path);
  expect(drag[ensureExists(path.root)]).toBe(trace.duration[ensureExists(path.root)]);
});

function rowsOf(text: string): string {
  const trace: TraceColumns = traceOf(text);
  const { drag, slack } = dragAndSlack(trace, criticalPath(trace));
  return textOf(trace, (i) =>
    [
      ensureExists(drag[i]) > 0 ? `drag=${ensureExists(drag[i]) / 1e6}` : '',
      ensureExists(slack[i]) > 0 ? `slack=${ensureExists(slack[i]) / 1e6}` : '',
    ]
      .filter((word) => word !== '')
      .join(' '),
  );
}
