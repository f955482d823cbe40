import { expect, test } from 'vitest';
import type { TraceSummary } from '../../../src/shared/protocol.ts';
import { openMillis, traceRow, traceState } from '../../../src/views/traceRow.ts';
import { traceSummary } from './traceSummary.ts';

const endMillis = 1_700_000_000_450;

test('a row says what, where, how long and how much', () => {
  const rows: Partial<TraceSummary>[] = [
    {},
    { errors: 2, durationNano: 1.21e9, spans: 1 },
    { root: '', service: '', spans: 12_345 },
    { root: 'notifications receive', service: 'notifications', rootMissing: true, partial: true },
    { root: 'GET /orders/{id}', service: 'gateway', partial: true, durationNano: 92e6 },
  ];
  expect(`\n${rows.map(picture).join('\n')}`).toBe(`
ok           POST /checkout  storefront  450 ms  25 spans
failed       POST /checkout  storefront  1.21 s  1 span
ok           (no name)  450 ms  12,345 spans
rootMissing  notifications receive  notifications  450 ms  25 spans
incomplete   GET /orders/{id}  gateway  92 ms  25 spans`);
});

test('spans may still come for some seconds', () => {
  const partial = traceSummary(1, { partial: true });
  expect(traceState(partial, endMillis + openMillis - 1)).toBe('open');
  expect(traceState(partial, endMillis + openMillis)).toBe('incomplete');
});

test('a screen reader hears a sentence', () => {
  expect(traceRow(traceSummary(1, { errors: 1 }), endMillis).sentence).toBe(
    'POST /checkout, storefront, 450 ms, 25 spans, 1 error',
  );
});

function picture(facts: Partial<TraceSummary>): string {
  const row = traceRow(traceSummary(1, facts), endMillis + openMillis);
  return `${row.state.padEnd(13)}${row.label}  ${row.description}`;
}

test('hostile names stay on their row', () => {
  const services = ['\u202efront', ...Array.from({ length: 13 }, (_, k) => `s${k}`)];
  const row = traceRow(traceSummary(1, { root: 'a\nb\u001b', service: services[0] ?? '', services }), 0);
  expect([row.label, row.description]).toEqual(['a b�', expect.stringMatching(/^front {2}/)]);
  expect(row.tooltip[2]).toMatch(/^Services: front, s0, .* and 2 more$/);
});
