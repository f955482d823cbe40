import { expect, test } from 'vitest';
import { formatDuration } from '../../../../src/shared/duration.ts';
import type { TraceColumns } from '../../../../src/shared/traceColumns.ts';
import { bottlenecks } from '../../../../src/trace/bottlenecks.ts';
import { criticalPath } from '../../../../src/trace/criticalPath.ts';
import { traceOf, traceOfSpans } from '../../support/traceText.ts';
import { bigTraces } from '../bigTraces.ts';
import { randomSpans, seededRandom } from '../randomSpans.ts';

const under = (lines: readonly string[]): string[] =>
  findingsOf(traceOf(['a  root  0-1000 server', ...lines.map((line) => `  ${line}`)].join('\n')));
const times = (count: number, line: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => line(i));

test('five equal siblings one after the other are one finding, with what stands between them', () => {
  const pairs = times(5, (i) =>
    [`a  SELECT user  ${100 * i}-${100 * i + 40} client`, `a  render  ${100 * i + 40}-${100 * i + 41}`].join(
      '\n  ',
    ),
  );
  expect(under(pairs)).toContain('repeatedSiblings −200 ms 5 × SELECT user, one by one (1, 5)');
});

test('siblings with children of their own repeat too, and nothing inside them is told again', () => {
  const loads = times(
    6,
    (i) => `a  load  ${100 * i}-${100 * i + 90}\n    a  SELECT  ${100 * i}-${100 * i + 80} client`,
  );
  expect(under(loads)).toEqual([
    'repeatedSiblings −540 ms 6 × load, one by one (1, 6)',
    'longSpan −460 ms root, outside its children (0, 1)',
  ]);
});

test('four equal siblings, and a fan-out, are none', () => {
  expect(under(times(4, (i) => `a  SELECT  ${200 * i}-${200 * i + 150} client`))).not.toContainEqual(
    expect.stringContaining('repeatedSiblings'),
  );
  expect(under(times(8, (i) => `a  SELECT  ${i}-${900 + i} client`))).not.toContainEqual(
    expect.stringContaining('repeatedSiblings'),
  );
});

test('calls whose names or statements differ in values only are equal; other statements are not', () => {
  const queries = (statement: (i: number) => string): string[] =>
    under(times(6, (i) => `a  query  ${100 * i}-${100 * i + 90} client note:${statement(i)}`));
  const repeated = 'repeatedSiblings −540 ms 6 × query, one by one (1, 6)';
  expect(queries((i) => `SELECT name FROM users WHERE id IN (${i}, '${i}')`)).toContain(repeated);
  expect(queries((i) => `http://users/items/${'abcdef'[i]}?page=${i}`)).toContain(repeated);
  expect(queries((i) => `SELECT name FROM ${'abcdef'[i]}`)).not.toContain(repeated);
  expect(queries((i) => `http://${'abcdef'[i]}/items`)).not.toContain(repeated);
  expect(under(times(5, (i) => `a  GET /users/${i}/items  ${100 * i}-${100 * i + 90} client`))).toContain(
    'repeatedSiblings −450 ms 5 × GET /users/*/items, one by one (1, 5)',
  );
});

test('two of many that are even the same, and one that failed, are told with the many', () => {
  const many = times(
    12,
    (i) => `a  query  ${80 * i}-${80 * i + 70} client note:SELECT * FROM users WHERE id = ${i % 11}`,
  );
  expect(under(many)[0]).toBe('repeatedSiblings −840 ms 12 × query, one by one (1, 12)');
  const withError = many.map((line, i) =>
    i === 5 ? line.replace(/client note:.*/, 'client error note:timeout') : line,
  );
  expect(under(withError)[0]).toBe('repeatedSiblings −840 ms 12 × query, one by one (1, 12)');
});

test('of siblings that repeat a hundredth of the root is worth a word, of others a twentieth', () => {
  expect(under(times(5, (i) => `a  query  ${10 * i}-${10 * i + 4} client`))[1]).toBe(
    'repeatedSiblings −20 ms 5 × query, one by one (1, 5)',
  );
  expect(under(times(5, (i) => `a  query  ${10 * i}-${10 * i + 1} client`))).toHaveLength(1);
  expect(under(['a  other  0-20 client'])).toHaveLength(1);
});

test('of long spans with one name only the longest is told', () => {
  expect(under(times(3, (i) => `a  load  ${300 * i}-${300 * i + 100 + i}`))).toEqual([
    'longSpan −697 ms root, outside its children (0, 1)',
    'longSpan −102 ms load (3, 1)',
  ]);
});

test('the same statement with the same values, under whatever parent', () => {
  expect(
    under([
      'a  SELECT config  0-100 client note:SELECT * FROM config',
      'a  step  100-500',
      '  a  SELECT config  150-300 client note:SELECT * FROM config',
    ]),
  ).toContain('duplicateQueries −150 ms 2 × the same SELECT config (1, 2)');
});

test.each([
  ['whose values are not in the text', 'SELECT * FROM users WHERE id = ?'],
  ['whose values are numbered', 'SELECT * FROM users WHERE id = $1'],
  ['that writes', 'INSERT INTO log VALUES (1)'],
  ['that was cut', `SELECT ${'x'.repeat(200)}`],
])('a statement %s is no duplicate', (_what, statement) => {
  const found = under(times(2, (i) => `a  query  ${200 * i}-${200 * i + 150} client note:${statement}`));
  expect(found.filter((text) => text.startsWith('duplicate'))).toEqual([]);
});

test('different calls one after the other could run together, which saves all but the longest', () => {
  expect(
    under([
      'a  GET stock  100-300 client',
      '  b  stock  110-290 server',
      'a  GET price  301-600 client',
      'a  GET user  600-700 client',
    ]).filter((text) => text.startsWith('sequential')),
  ).toEqual([
    'sequentialCalls −300 ms GET stock, GET price, GET user: 3 calls one after the other, could run together if they share no data (1, 3)',
  ]);
});

test.each([
  ['work lies between them', ['a  GET stock  0-100 client', 'a  GET price  300-600 client']],
  ['they overlap', ['a  GET stock  0-300 client', 'a  GET price  100-600 client']],
  [
    'one of them writes',
    ['a  BEGIN  0-100 client', 'a  INSERT item  100-300 client', 'a  COMMIT  300-600 client'],
  ],
  ['the first one failed', ['a  GET stock  0-100 client error', 'a  GET backup  100-300 client']],
  ['they are the same call', ['a  GET  0-100 client', 'a  GET  100-300 client']],
])('calls are not said to run together where %s', (_why, lines) => {
  expect(under(lines).filter((text) => text.startsWith('sequential'))).toEqual([]);
});

test('attempts after a failed one, with the waiting between them', () => {
  expect(
    under([
      'a  POST pay  100-200 client error',
      'a  POST pay  250-350 client error',
      'a  POST pay  450-500 client',
    ])[1],
  ).toBe('retries −350 ms POST pay, 3 attempts (1, 3)');
});

test('the attempt that went well may be long itself', () => {
  const found = under(['a  POST pay  0-100 client error', 'a  POST pay  110-990 client']);
  expect(found).toEqual(['longSpan −880 ms POST pay (2, 1)', 'retries −110 ms POST pay, 2 attempts (1, 2)']);
});

test('the same call after one that went well is no retry', () => {
  const found = under(['a  POST pay  100-200 client', 'a  POST pay  250-450 client error']);
  expect(found.filter((text) => text.startsWith('retries'))).toEqual([]);
});

test('a call of the same kind for something else is no retry', () => {
  const found = under(['a  GET /users/1  0-300 client error', 'a  GET /users/2  300-600 client']);
  expect(found.filter((text) => text.startsWith('retries'))).toEqual([]);
});

test('a gap before a child, and waiting before the first one', () => {
  expect(under(['a  one  0-100', 'a  two  800-1000'])[0]).toBe(
    'idleGap −700 ms root, idle before two (0, 1)',
  );
  expect(under(['a  one  700-1000'])).toContain('slowStart −700 ms root, before its first child (0, 1)');
  expect(under(['a  one  300-350', 'a  two  650-700'])[0]).toBe(
    'longSpan −900 ms root, outside its children (0, 1)',
  );
});

test('random trees: five at most, the greatest saving first, each within the root', () => {
  const random = seededRandom(61);
  for (let round = 0; round < 100; round++) {
    const spans = randomSpans(random, { count: 1 + Math.floor(random() * 60), broken: true });
    const trace = traceOfSpans(
      spans.map((span) => ({ ...span, start: span.start * 1e6, end: span.end * 1e6 })),
    );
    const path = criticalPath(trace);
    const savings = bottlenecks(trace, path).map(({ saveNano }) => saveNano);
    expect(savings.length).toBeLessThanOrEqual(5);
    expect(savings).toEqual([...savings].sort((a, b) => b - a));
    for (const nano of savings) expect(nano).toBeLessThanOrEqual(trace.duration[path.root ?? 0] ?? 0);
  }
});

test.each(bigTraces)('100,000 spans in %s', (_name, make) => {
  const trace = make();
  expect(bottlenecks(trace, criticalPath(trace)).length).toBeLessThanOrEqual(5);
});

function findingsOf(trace: TraceColumns): string[] {
  return bottlenecks(trace, criticalPath(trace)).map(
    ({ kind, saveNano, text, spans }) =>
      `${kind} −${formatDuration(saveNano)} ${text} (${spans.first}, ${spans.count})`,
  );
}
