import { expect, test } from 'vitest';
import { type LabelPlace, placeLabel } from '../../../../webview/layout/barLabel.ts';

// A column is drawn with a character per 10 pixels: `█` self time, `░` the rest of the bar, `!` the icon,
// and the label `12 ms` (50 pixels) at its place.

test('right of the bar where there is room', () => {
  expect(draw('  ██░░░███            ')).toBe('  ██░░░███ 12 ms      ');
});

test('behind the icon of an error', () => {
  expect(draw('  ██░░░███            ', { icon: 20 })).toBe('  ██░░░███!! 12 ms    ');
});

test('left of the bar where there is none at its right', () => {
  expect(draw('              ████████')).toBe('        12 ms ████████');
});

test('inside at the right end where the bar fills the column, before a block', () => {
  expect(draw('█░░░░░░░░░░░░░░░░░░░██')).toBe('█░░░░░░░░░░░░░12 ms░██');
});

test('never across the edge of a block: in the last stretch that holds it', () => {
  expect(draw('█░░░░░░░░░░█░░░░██░░░█')).toBe('█░░░░12 ms░█░░░░██░░░█');
});

test('on a block that holds it whole', () => {
  expect(draw('██████████████████████')).toBe('████████████████12 ms█');
});

test('at the right end of what is in view', () => {
  expect(draw('░░░░░░░░░░░░░░░░░░░░░░', { hiddenRight: 10 })).toBe('░░░░░░░░░░░░░░░░12 ms░');
});

test('nowhere when no stretch holds it', () => {
  expect(draw('█░█░█░█░█░█░█░█░█░█░█░')).toBe('█░█░█░█░█░█░█░█░█░█░█░');
});

test('nowhere when the bar is out of view at the left', () => {
  const place: LabelPlace = { where: 'right', x: 1 };
  placeLabel({ ...request('██'), barLeft: -90, barRight: -70 }, place);
  expect(place.where).toBe('none');
});

interface Around {
  readonly icon?: number;
  /** Columns of the bar that lie right of the view. */
  readonly hiddenRight?: number;
}

function draw(line: string, { icon = 0, hiddenRight = 0 }: Around = {}): string {
  const place: LabelPlace = { where: 'none', x: 0 };
  const asked = request(line);
  placeLabel({ ...asked, icon, barRight: asked.barRight + 10 * hiddenRight }, place);
  const cells = [...line];
  const end = asked.barRight / 10;
  for (let k = 0; k < icon / 10; k++) cells[end + k] = '!';
  if (place.where !== 'none') cells.splice(Math.round(place.x / 10), 5, ...'12 ms');
  return cells.join('');
}

function request(line: string) {
  const blocks: number[] = [];
  for (const match of line.matchAll(/█+/g))
    blocks.push(10 * match.index, 10 * (match.index + match[0].length));
  const bar = /[█░]+/.exec(line);
  const left = bar?.index ?? 0;
  return {
    barLeft: 10 * left,
    barRight: 10 * (left + (bar?.[0].length ?? 0)),
    text: 50,
    icon: 0,
    column: 10 * line.length,
    blocks: Float64Array.from(blocks),
    blockCount: blocks.length / 2,
  };
}
