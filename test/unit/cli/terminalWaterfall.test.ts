import { expect, test } from 'vitest';
import { painter } from '../../../src/cli/colour.ts';
import { terminalWaterfall } from '../../../src/cli/terminalWaterfall.ts';
import type { TraceColumns } from '../../../src/shared/traceColumns.ts';
import { traceOf, traceOfSpans } from '../support/traceText.ts';
import { chainOf, wideOf } from '../trace/randomSpans.ts';

test('a tree with bars: own work solid, time in children light, equal siblings folded', () => {
  const inserts = Array.from(
    { length: 12 },
    (_, i) => `      "  INSERT ledger  ${330 + 5 * i}-${334 + 5 * i} client`,
  );
  const checkout = traceOf(
    [
      'storefront  POST /checkout  0-450 server',
      '  gateway  POST /api/orders  5-440 server',
      '    orders  createOrder  10-110',
      '    payments  charge  120-400 server',
      '      "  POST stripe  125-320 client error',
      ...inserts,
    ].join('\n'),
  );
  expect(draw(checkout, 90)).toBe(
    [
      'POST /checkout            storefront  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░█  450 ms',
      '  POST /api/orders        gateway     █░░░░░░░░░█░░░░░░░░░░░░░░░░░░░░░░░░░░████   435 ms',
      '    createOrder           orders      ██████████                                  100 ms',
      '    charge                payments               █░░░░░░░░░░░░░░░░░░█░░░█░█       280 ms',
      '      POST stripe                                ███████████████████              195 ms ✗',
      '      12 × INSERT ledger                                            ██████         48 ms',
      '17 of 17',
    ].join('\n'),
  );
});

test('a span without duration is one column, inside the picture even at its end', () => {
  expect(draw(traceOf('a  root  0-10\n  a  mark  10-10'), 60)).toBe(
    [
      'root              a  ██████████████████████████████  10 ms',
      '  mark                                            █   0 ms',
      '2 of 2',
    ].join('\n'),
  );
});

test('spans that were cut loose are marked, and names cannot harm the terminal', () => {
  const lost = traceOfSpans([{ start: 0, end: 2e6, parent: 'ff', name: 'a\u001b[31m\nb', service: 's' }]);
  expect(draw(lost, 48)).toBe('… a�[31m�b        s  ███████████████████  2 ms\n1 of 1');
});

test('deep spans say their depth instead of moving out of the picture', () => {
  const rows = draw(traceOfSpans(chainOf(100_000)), 100, 20).split('\n');
  expect(rows[19]).toMatch(/^ {24}\(19\) level 19 /);
  expect(rows[20]).toBe('20 of 100000');
  expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(100);
});

test('100,000 equal children are one row', () => {
  const rows = draw(traceOfSpans(wideOf(100_001)), 100).split('\n');
  expect(rows[1]).toMatch(/^ {2}100000 × child +█+ +1 ms$/);
  expect(rows[2]).toBe('100001 of 100001');
});

function draw(trace: TraceColumns, width: number, rows = 100): string {
  const { text, shown } = terminalWaterfall(trace, { width, rows, paint: painter(false) });
  return `${text}${shown} of ${trace.count}`;
}
