import { expect, test } from 'vitest';
import {
  type AnnotationQuery,
  formatCount,
  latencyText,
  lineAnnotations,
  sameAnnotations,
} from '../../../src/editor/lineAnnotations.ts';
import type { PlacedSite } from '../../../src/editor/placedSite.ts';
import { SiteWeights } from '../../../src/editor/siteWeight.ts';
import { placedOn, siteOf } from './siteOf.ts';

const code = `
export async function createOrder(request) {
  const order = await db.select(request.id);
  await payments.charge(order);
  return order;
}`.trim();

test('each line with spans carries its figures, and the one that matters is marked', () => {
  expect(
    picture([
      placedOn(1, siteOf(1, { kind: 'server', count: 34, p50: 110, p95: 340 })),
      placedOn(2, siteOf(2, { kind: 'client', count: 34, p50: 4, p95: 9 })),
      placedOn(3, siteOf(3, { kind: 'client', count: 34, p50: 95, p95: 300 })),
    ]),
  ).toBe(
    `
export async function createOrder(request) {   110 ms · p95 340 ms · ×34
  const order = await db.select(request.id);   4 ms · p95 9 ms · ×34
  await payments.charge(order);   ~95 ms · p95 300 ms · ×34
  return order;
}`.trim(),
  );
});

test('a line fails while its latest span failed, or at least half of them did', () => {
  expect(
    picture([
      placedOn(1, siteOf(1, { count: 34, errors: 2, latestFailed: true })),
      placedOn(2, siteOf(2, { count: 34, errors: 2 })),
      placedOn(3, siteOf(3, { count: 4, errors: 2 })),
      placedOn(4, siteOf(4, { errors: 1 })),
    ]),
  ).toBe(
    `
export async function createOrder(request) {   !8 ms · p95 8 ms · ×34 · 2 failed
  const order = await db.select(request.id);   8 ms · p95 8 ms · ×34 · 2 failed
  await payments.charge(order);   !8 ms · p95 8 ms · ×4 · 2 failed
  return order;   !8 ms · failed
}`.trim(),
  );
});

test('of several sites on a line the failing and then the longest speaks, and says how many more there are', () => {
  expect(
    picture([
      placedOn(2, siteOf(1, { count: 90, p50: 2 })),
      placedOn(2, siteOf(2, { count: 10, p50: 50 })),
      placedOn(3, siteOf(3, { count: 90, p50: 50 })),
      placedOn(3, siteOf(4, { count: 10, p50: 2, errors: 10 })),
    ]),
  ).toBe(
    `
export async function createOrder(request) {
  const order = await db.select(request.id);   50 ms · p95 50 ms · ×10 · +1
  await payments.charge(order);   !2 ms · p95 2 ms · ×10 · 10 failed · +1
  return order;
}`.trim(),
  );
});

test('a line that was changed since says so, unless a site of it is still true', () => {
  expect(
    picture([
      placedOn(2, siteOf(1, { errors: 1 }), true),
      placedOn(3, siteOf(2), true),
      placedOn(3, siteOf(3)),
    ]),
  ).toBe(
    `
export async function createOrder(request) {
  const order = await db.select(request.id);   ?8 ms · failed · code changed since
  await payments.charge(order);   8 ms · +1
  return order;
}`.trim(),
  );
});

test('the line that is typed on is left alone', () => {
  const sites = [placedOn(2, siteOf(1)), placedOn(3, siteOf(2))];
  expect(lines({ ...query(sites), hidden: new Set([3]) })).toEqual([2]);
});

test('when there are too many lines, those in view are written', () => {
  const sites = Array.from({ length: 1000 }, (_, i) => placedOn(i + 1, siteOf(i + 1)));
  const shown = lines({ ...query(sites), visible: [{ first: 700, last: 740 }], limit: 150 });
  expect(shown).toHaveLength(150);
  expect(shown.filter((line) => line >= 650 && line <= 790)).toHaveLength(141);
  expect(shown).toEqual([...shown].sort((a, b) => a - b));
});

test.each([
  [1, '1'],
  [9_999, '9999'],
  [12_345, '12k'],
  [999_499, '999k'],
  [3_440_000, '3.4M'],
])('a count of %i is written %s', (count, text) => {
  expect(formatCount(count)).toBe(text);
});

test('a single span has no quantiles', () => {
  expect(latencyText(siteOf(1, { count: 1, p50: 0.34 }))).toBe('340 µs');
});

test('annotations are the same only when every line, text and colour is', () => {
  const one = { line: 1, text: '8 ms', severity: 'normal' } as const;
  expect(sameAnnotations([one], [{ ...one }])).toBe(true);
  expect(sameAnnotations([one], [{ ...one, line: 2 }])).toBe(false);
  expect(sameAnnotations([one], [{ ...one, text: '13 ms' }])).toBe(false);
  expect(sameAnnotations([one], [{ ...one, severity: 'slow' }])).toBe(false);
  expect(sameAnnotations([one], [])).toBe(false);
});

const marks = { normal: '', slow: '~', failed: '!', stale: '?' };

/** The editor as text: `~` is the warning colour, `!` the error colour, `?` dimmed. */
test('a line that threw says what, beside its figures or alone', () => {
  const errors = [
    { line: 2, text: 'CardDeclined: no funds' },
    { line: 2, text: '' },
    { line: 3, text: '' },
  ];
  const found = lineAnnotations({ ...query([placedOn(2, siteOf(1))]), errors });
  expect(found.map(({ line, text, severity }) => `${line} ${severity} ${text}`)).toEqual([
    '2 failed 8 ms · threw CardDeclined: no funds (+1)',
    '3 failed threw an error',
  ]);
});

function picture(sites: readonly PlacedSite[]): string {
  const annotations = new Map(
    lineAnnotations(query(sites)).map((annotation) => [annotation.line, annotation]),
  );
  return code
    .split('\n')
    .map((line, i) => {
      const annotation = annotations.get(i + 1);
      return annotation === undefined ? line : `${line}   ${marks[annotation.severity]}${annotation.text}`;
    })
    .join('\n');
}

function query(sites: readonly PlacedSite[]): AnnotationQuery {
  const weights = new SiteWeights(sites.map((placed) => placed.site));
  return { sites, matters: (site) => weights.matters(site), visible: [], hidden: new Set(), limit: 200 };
}

function lines(wanted: AnnotationQuery): number[] {
  return lineAnnotations(wanted).map((annotation) => annotation.line);
}
