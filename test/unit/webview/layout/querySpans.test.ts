import { expect, test } from 'vitest';
import type { SiteId } from '../../../../src/shared/ids.ts';
import type { AttributeColumn } from '../../../../src/shared/traceAttributes.ts';
import type { SiteLine } from '../../../../src/shared/waterfallProtocol.ts';
import { criticalPath } from '../../../../src/trace/criticalPath.ts';
import { selfTimes } from '../../../../src/trace/selfTime.ts';
import { lowerCaseTexts } from '../../../../webview/layout/find.ts';
import { parseQuery } from '../../../../webview/layout/query.ts';
import { type QueriedTrace, querySpans } from '../../../../webview/layout/querySpans.ts';
import { traceOf } from '../../support/traceText.ts';

const columns = traceOf(`
  shop  GET /  0-100 server site=1 note:/cart
    orders  SELECT items  5-60 client error exception
    orders  save  61-70 events=62,63 site=2 note:INSERT INTO Items
    cache  GET key  71-72 client error links id=ab
  late  lost  20-30 parent=fe
`);
const lines = new Map<SiteId, SiteLine>([
  [1 as SiteId, { site: 1 as SiteId, kind: 'own', label: 'shop.ts:3', path: 'src/shop.ts:3' }],
  [2 as SiteId, { site: 2 as SiteId, kind: 'caller', label: 'x.ts:1', path: 'x.ts:1' }],
]);
const attributes: Record<string, AttributeColumn> = {
  'http.route': { key: 'http.route', value: Uint32Array.of(1, 0, 2, 0, 0), values: ['/cart', '/cart/items'] },
  size: { key: 'size', value: Uint32Array.of(1, 2, 3, 0, 0), values: ['9', '10', 'big'] },
};
const path = criticalPath(columns);
const trace: QueriedTrace = {
  columns,
  lowerTexts: () => lowerCaseTexts(columns.strings),
  selfNano: () => selfTimes(columns),
  criticalNano: path.total,
  lines: () => lines,
  column: (key) => attributes[key],
};

test.each([
  ['', 'GET / | SELECT items | save | GET key | lost'],
  ['get', 'GET / | GET key'],
  ['ORDERS items', 'SELECT items | save'],
  ['"select items"', 'SELECT items'],
  ['cart OR key', 'GET / | GET key'],
  ['get -key', 'GET /'],
  ['service=orders', 'SELECT items | save'],
  ['service=or*', 'SELECT items | save'],
  ['service!=orders', 'GET / | GET key | lost'],
  ['name=~^GET', 'GET / | GET key'],
  ['name:sel', 'SELECT items'],
  ['kind=client -service=cache', 'SELECT items'],
  ['status=error', 'SELECT items | GET key'],
  ['is:error is:leaf', 'SELECT items | GET key'],
  ['is:root', 'GET / | lost'],
  ['is:orphan', 'lost'],
  ['is:linked', 'GET key'],
  ['is:exception', 'SELECT items'],
  ['is:nonsense', ''],
  ['is:critical -is:root', 'SELECT items | save | GET key'],
  ['duration>9ms duration<60', 'SELECT items | lost'],
  ['duration>=9000us duration<=9ms', 'save'],
  ['duration>soon', ''],
  ['self>50ms', 'SELECT items'],
  ['critical>50ms', 'SELECT items'],
  ['start>=70ms', 'GET key'],
  ['events>1', 'save'],
  ['depth=0', 'GET / | lost'],
  ['note=*', 'GET / | save'],
  ['id=ab', 'GET key'],
  ['line=shop.ts:3', 'GET / | save'],
  ['line=src/*', 'GET / | save'],
  ['http.route=/cart', 'GET /'],
  ['http.route=/cart*', 'GET / | save'],
  ['http.route="/cart*"', ''],
  ['http.route=*', 'GET / | save'],
  ['-http.route=*', 'SELECT items | GET key | lost'],
  ['http.route!=/cart', 'save'],
  ['size>9', 'SELECT items'],
  ['size=10', 'SELECT items'],
  ['size=~^b', 'save'],
  ['not.there=1', ''],
])('finds by %s', (text, expected) => {
  expect(namesOf(querySpans(trace, parseQuery(text)))).toBe(expected);
});

test('errors only is one more condition', () => {
  expect(namesOf(querySpans(trace, parseQuery('get'), true))).toBe('GET key');
  expect(namesOf(querySpans(trace, parseQuery(''), true))).toBe('SELECT items | GET key');
});

function namesOf(spans: Uint32Array): string {
  return Array.from(spans, (i) => columns.strings[columns.name[i] as number]).join(' | ');
}
