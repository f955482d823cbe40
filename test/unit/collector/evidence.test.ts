import { afterAll, afterEach, expect, test } from 'vitest';
import { pathPattern, statementPattern } from '../../../src/collector/otlp/evidenceText.ts';
import { evidenceKeys } from '../../../src/shared/evidence.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, type SentSpan } from './otlpRequest.ts';

const store = new OpenStore();
afterEach(() => store.store.clear());
afterAll(() => store.close());

const server = 2;

test('what tells of the code makes sites, what varies with each call does not', async () => {
  await store.send(
    requestOf([
      span(
        'GET',
        { 'http.route': '/users/:id', 'url.path': '/users/1', 'http.request.method': 'GET' },
        server,
      ),
      span(
        'GET',
        { 'http.route': '/users/:id', 'url.path': '/users/2', 'http.request.method': 'GET' },
        server,
      ),
      span('GET', { 'url.path': '/orders/17/items', 'http.target': '/orders/17/items?x=1' }, server),
      span('GET', { 'http.target': '/orders/18/items?page=2' }, server),
      span('GET', { 'url.path': '/outgoing/1' }, 3),
      span('GET', { 'url.path': '/outgoing/2' }, 3),
      span('SELECT', { 'db.query.text': "SELECT *\n  FROM orders WHERE id = 5 AND name = 'a''b'" }, 3),
      span('SELECT', { 'db.query.text': "SELECT * FROM orders WHERE id = 6 AND name = ''" }, 3),
      span('work', { other: 'a', thread: 1 }),
      span('work', { other: 'b' }),
    ]),
  );
  expect(picture()).toBe(`GET ×2 http.route=/users/:id http.request.method=GET
GET ×1 url.path=/orders/*/items
GET ×1 http.target=/orders/*/items
GET ×2
SELECT ×2 db.query.text=SELECT * FROM orders WHERE id = ? AND name = ?
work ×2`);
});

test('a whole URL tells the path where nothing else does, and neither an empty route nor one by convention does', async () => {
  await store.send(
    requestOf([
      span('GET', { 'http.url': 'http://127.0.0.1:8000', 'http.route': '' }, server),
      span('GET', { 'url.full': 'http://h/orders/7?a=/b', 'user.id': '7' }, server),
      span('GET', { 'url.full': 'http://h/other', 'http.target': '/mine' }, server),
      span('GET', { 'url.full': 'http://h/outgoing' }, 3),
      span('GET', { 'http.url': 'nonsense' }, server),
      span(
        'GET',
        { 'http.route': '{controller=Home}/{action=Index}/{id?}', 'url.path': '/Home/About' },
        server,
      ),
    ]),
  );
  expect(picture()).toBe(`GET ×1 url.path=/
GET ×1 url.path=/orders/*
GET ×1 http.target=/mine
GET ×1
GET ×1
GET ×1 http.route={controller=Home}/{action=Index}/{id?} url.path=/Home/About`);
});

test('what is said of the code stays, however much else is said before', async () => {
  const others = Object.fromEntries(evidenceKeys.map((key) => [key, key]));
  await store.send(requestOf([span('many', { ...others, 'code.line.number': 7 })]));
  const [site] = store.store.index.sites.changedAfter(-1, () => true);
  expect(site?.code).toEqual({ line: 7 });
});

test('what a resource says of its program is of all its spans', async () => {
  const request = requestOf([span('a', {}), span('b', { 'nestjs.callback': 'find' })]) as Resources;
  request.resourceSpans[0]?.resource.attributes.push(
    { key: 'telemetry.sdk.language', value: { stringValue: 'nodejs' } },
    { key: 'process.pid', value: { intValue: '17' } },
    {
      key: 'process.command_args',
      value: { arrayValue: { values: [{ stringValue: 'node' }, { stringValue: 'app.js' }] } },
    },
  );
  await store.send(request);
  expect(picture()).toBe(`a ×1 telemetry.sdk.language=nodejs process.command_args=node app.js
b ×1 nestjs.callback=find telemetry.sdk.language=nodejs process.command_args=node app.js`);
});

test('values without end stop making sites, and the places in the code stay', async () => {
  const many = Array.from({ length: 1000 }, (_, i) =>
    span('find', { 'messaging.destination.name': `reply-${i}`, 'code.lineno': 7, 'code.filepath': 'a.ts' }),
  );
  await store.send(requestOf(many));
  const sites = store.store.index.sites.changedAfter(-1, () => true);
  expect(sites.length).toBe(301);
  expect(sites.every(({ code }) => code.line === 7)).toBe(true);
});

test('a long value hides no other', async () => {
  const stack = 'at x\n'.repeat(20_000);
  await store.send(
    requestOf([span('x', { 'code.stacktrace': stack, 'code.filepath': 'a.ts', 'code.lineno': 3 })]),
  );
  const [site] = store.store.index.sites.changedAfter(-1, () => true);
  expect(site?.code).toEqual({ filePath: 'a.ts', line: 3 });
  expect(site?.evidence['code.stacktrace']?.length).toBe(2000);
});

test.each([
  ['/users/42', '/users/*'],
  ['/v1/oauth2/token', '/v1/oauth2/token'],
  ['/api/v1.2/s3', '/api/v1.2/s3'],
  ['/o/550e8400-e29b-41d4-a716-446655440000/x?y=1#z', '/o/*/x'],
  ['/u/a@b.c/%41', '/u/*/*'],
  ['/static/main.js', '/static/main.js'],
  ['/static/main.3f2a1b.js', '/static/*'],
  [`/t/${'x'.repeat(41)}`, '/t/*'],
  ['/', '/'],
  ['', ''],
])('path %s is %s', (path, pattern) => {
  expect(pathPattern(path)).toBe(pattern);
});

test.each([
  ['SELECT 1', 'SELECT ?'],
  ['select a1, t2.b from t2 where x = $1 and y=-1.5', 'select a1, t2.b from t2 where x = $1 and y=?'],
  ['INSERT INTO x VALUES (1, 2,3)', 'INSERT INTO x VALUES (?)'],
  ["SELECT 'it''s' /* traceparent='00-1' */ FROM \"Order\"", 'SELECT ? FROM "Order"'],
])('statement %s is %s', (statement, pattern) => {
  expect(statementPattern(statement)).toBe(pattern);
});

interface Resources {
  readonly resourceSpans: { readonly resource: { readonly attributes: object[] } }[];
}

let nextId = 1;

function span(name: string, attributes: SentSpan['attributes'], kind = 1): SentSpan {
  return { id: (nextId++).toString(16), name, kind, ...(attributes === undefined ? {} : { attributes }) };
}

function picture(): string {
  const sites = store.store.index.sites.changedAfter(-1, () => true);
  return sites
    .map(({ name, count, evidence }) =>
      [name, `×${count}`, ...Object.entries(evidence).map(([key, value]) => `${key}=${value}`)].join(' '),
    )
    .join('\n');
}
