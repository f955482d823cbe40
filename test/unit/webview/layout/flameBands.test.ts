import { expect, test } from 'vitest';
import { flameLayout } from '../../../../src/trace/flameLayout.ts';
import { FlameBands } from '../../../../webview/layout/flameBands.ts';
import { moveInFlame } from '../../../../webview/layout/flameMoves.ts';
import { traceOf } from '../../support/traceText.ts';

const trace = traceOf(`
  shop  GET /  0-100
    "  load  5-60
      db  SELECT  10-30
      db  SELECT again  20-50
    shop  render  60-90
`);
const layout = flameLayout(trace);
const sizes = { header: 22, lane: 18 };

test('each service has a line with its name and its lanes below', () => {
  expect(picture([])).toMatchInlineSnapshot(`
    "    0 ▾ shop
       22 GGGGGGGGGG
       40  lllllrrr
       58 ▾ db
       80  SS
       98   SSS"
  `);
});

test('a collapsed service keeps the line with its name', () => {
  expect(picture(['shop'])).toMatchInlineSnapshot(`
    "    0 ▸ shop
       22 ▾ db
       44  SS
       62   SSS"
  `);
});

test('heights lead to lanes and back', () => {
  const bands = bandsOf([]);
  for (let lane = 0; lane < layout.laneCount; lane++) {
    expect(bands.laneAt(bands.topOf(lane))).toBe(lane);
    expect(bands.laneAt(bands.topOf(lane) + sizes.lane - 1)).toBe(lane);
  }
  expect(bands.laneAt(3)).toBe(-1);
  expect(bands.laneAt(bands.content)).toBe(-1);
  expect(bands.laneAt(-5)).toBe(-1);
});

test('only the lanes between two heights are asked for', () => {
  const bands = bandsOf([]);
  const [shop] = bands.bands;
  expect(shop && bands.lanesWithin(shop, 40, 41)).toEqual({ first: 1, end: 2 });
  expect(bands.within(0, 10)).toEqual({ first: 0, end: 1 });
  expect(bands.within(0, 1000)).toEqual({ first: 0, end: bands.bands.length });
});

test('a trace without spans has no bands', () => {
  const empty = new FlameBands({ laneCount: 0, laneService: new Uint32Array() }, sizes, () => false);
  expect(empty.content).toBe(0);
  expect(empty.laneAt(0)).toBe(-1);
  expect(empty.within(0, 100)).toEqual({ first: 0, end: 0 });
});

test('arrow keys go through the lane and through the tree', () => {
  let span = 0;
  const way = [
    'ArrowDown',
    'ArrowRight',
    'ArrowRight',
    'ArrowLeft',
    'ArrowDown',
    'ArrowUp',
    'ArrowUp',
    'End',
  ].map((key) => {
    span = moveInFlame(trace, layout, span, key);
    return `${key}: ${trace.strings[trace.name[span] as number]}`;
  });
  expect(way).toMatchInlineSnapshot(`
    [
      "ArrowDown: load",
      "ArrowRight: render",
      "ArrowRight: render",
      "ArrowLeft: load",
      "ArrowDown: SELECT",
      "ArrowUp: load",
      "ArrowUp: GET /",
      "End: GET /",
    ]
  `);
  expect(moveInFlame(trace, layout, 0, 'x')).toBe(-1);
});

function bandsOf(collapsed: readonly string[]): FlameBands {
  return new FlameBands(layout, sizes, (service) => collapsed.includes(trace.strings[service] as string));
}

/** Every band with its lanes as rows of bars, ten milliseconds a character. */
function picture(collapsed: readonly string[]): string {
  const bands = bandsOf(collapsed);
  const lines = bands.bands.flatMap((band) => {
    const { first, end } = bands.lanesWithin(band, 0, bands.content);
    const lanes = Array.from(
      { length: end - first },
      (_, k) => `${bands.topOf(first + k)}`.padStart(5) + ` ${laneText(first + k)}`,
    );
    return [
      `${String(band.top).padStart(5)} ${band.collapsed ? '▸' : '▾'} ${trace.strings[band.service]}`,
      ...lanes,
    ];
  });
  return lines.join('\n');
}

function laneText(lane: number): string {
  const cells = new Array<string>(10).fill(' ');
  for (
    let place = layout.laneOffset[lane] as number;
    place < (layout.laneOffset[lane + 1] as number);
    place++
  ) {
    const span = layout.order[place] as number;
    const from = Math.round((trace.start[span] as number) / 10e6);
    const to = Math.round(((trace.start[span] as number) + (trace.duration[span] as number)) / 10e6);
    cells.fill((trace.strings[trace.name[span] as number] as string).charAt(0), from, Math.max(from + 1, to));
  }
  return cells.join('').trimEnd();
}
