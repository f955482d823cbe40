import { afterAll, afterEach, expect, test } from 'vitest';
import { siteRelatives } from '../../../src/collector/answer/siteRelatives.ts';
import { spanDetail } from '../../../src/collector/answer/spanDetail.ts';
import { signal } from '../../../src/collector/store/blockFile.ts';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, type SentSpan, traceA } from './otlpRequest.ts';

const store = new OpenStore();
afterEach(() => store.store.clear());
afterAll(() => store.close());

const [server, client] = [2, 3];
const failed = { code: 2 };

test('ancestors go up to the entry of the process, descendants down to the next one', async () => {
  await send([
    { id: '2', parent: '1', name: 'handler' },
    { id: '3', parent: '2', name: 'SELECT', kind: client },
    { id: '4', parent: '2', name: 'call', kind: client },
    { id: '1', parent: '9', name: 'GET /', kind: server },
    { id: '5', parent: '4', name: 'GET /inner', kind: server },
    { id: '6', parent: '5', name: 'inner work' },
  ]);
  await send([{ id: '9', name: 'browser' }], 'web');
  expect(picture()).toBe(`handler ↑ GET / ↓ call, SELECT
SELECT ↑ handler < GET / ↓
call ↑ handler < GET / ↓
GET / ↑ ↓ handler, call, SELECT
GET /inner ↑ ↓ inner work
inner work ↑ GET /inner ↓
browser ↑ ↓`);
});

test('the commonest chain comes first, and missing parents end it', async () => {
  await send([
    { id: '1', name: 'a' },
    { id: '2', name: 'b' },
    { id: '3', name: 'b' },
    { id: 'a', parent: '1', name: 'q' },
    { id: 'b', parent: '2', name: 'q' },
    { id: 'c', parent: '3', name: 'q' },
    { id: 'd', parent: '99', name: 'q' },
  ]);
  expect(picture()).toContain('q ↑ b | a ↓');
});

test('ten thousand in a chain, and a loop', async () => {
  const chain = Array.from({ length: 10_000 }, (_, i) => ({
    id: (i + 1).toString(16),
    ...(i === 0 ? {} : { parent: i.toString(16) }),
    name: `s${i % 3}`,
  }));
  await send([
    ...chain,
    { id: 'f001', parent: 'f002', name: 'x' },
    { id: 'f002', parent: 'f001', name: 'y' },
  ]);
  const s0 = relatives().get('s0');
  expect(s0?.ancestors[0]?.length).toBe(64);
  expect(relatives().get('x')?.ancestors[0]?.length).toBe(64);
});

test('the exception of the latest failed span: of an event, of the span, of a log', async () => {
  const thrown = (text: string) => [
    { key: 'exception.type', value: { stringValue: 'Oops' } },
    { key: 'exception.message', value: { stringValue: text } },
    { key: 'exception.stacktrace', value: { stringValue: `Oops: ${text}\n at x` } },
  ];
  await send([
    { id: '1', name: 'event', status: failed, events: [{ name: 'exception', attributes: thrown('first') }] },
    { id: '2', name: 'event', status: failed, events: [{ name: 'exception', attributes: thrown('last') }] },
    { id: '3', name: 'event' },
    { id: '4', name: 'span', status: failed, attributes: { 'exception.stacktrace': 'at y' } },
    { id: '5', name: 'log', status: failed },
    { id: '6', name: 'none', status: failed },
  ]);
  const record = {
    traceId: traceA,
    spanId: '5'.padStart(16, '0'),
    timeUnixNano: '5',
    attributes: thrown('logged'),
  };
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ ...record, spanId: '6' }, record] }] }] };
  await store.intake.offerRaw(signal.logs, Buffer.from(JSON.stringify(logs)));
  const said = [...relatives()].map(([name, { exception, exceptionStack }]) =>
    [name, exception, exceptionStack?.replace('\n', ' ⏎')].join(' | '),
  );
  expect(said.join('\n')).toBe(`event | Oops: last | Oops: last ⏎ at x
span |  | at y
log | Oops: logged | Oops: logged ⏎ at x
none |  | `);
  const logged = { traceId: traceA as TraceId, spanId: record.spanId as SpanId };
  expect(spanDetail(store.store, logged)?.exceptionLogs).toEqual([]);
  const detail = spanDetail(store.store, { ...logged, exceptionLogs: true });
  expect(detail?.exceptionLogs.map(({ name, timeUnixNano }) => `${name} at ${timeUnixNano}`)).toEqual([
    'exception at 5',
  ]);
});

test('exceptions in logs are found far from their spans once the logs are known', async () => {
  store.store.logs.reset(true);
  await send([{ id: '5', name: 'log', status: failed }]);
  const logs = (trace: string): Buffer => {
    const message = { key: 'exception.message', value: { stringValue: `of ${trace}` } };
    const record = { traceId: trace, spanId: '5'.padStart(16, '0'), attributes: [message] };
    return Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }));
  };
  for (let i = 0; i < 250; i++) await store.intake.offerRaw(signal.logs, logs('b'.repeat(32)));
  await store.intake.offerRaw(signal.logs, logs(traceA));
  expect(relatives().get('log')?.exception).toBe(`of ${traceA}`);
});

test.each([
  ['no records', { resourceLogs: [{ scopeLogs: [null] }] }],
  [
    'values nested too deeply',
    { resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes: [nested(500)] }] }] }] },
  ],
])('a batch of logs with %s says nothing, and does no harm', async (_, logs) => {
  await send([{ id: '5', name: 'log', status: failed }]);
  const text = `${JSON.stringify(logs).slice(0, -1)},"of":"${'5'.padStart(16, '0')}"}`;
  await store.intake.offerRaw(signal.logs, Buffer.from(text));
  expect(relatives().get('log')).toEqual({ ancestors: [], descendants: [] });
});

function nested(depth: number): unknown {
  let value: unknown = { stringValue: 'x' };
  for (let i = 0; i < depth; i++) value = { arrayValue: { values: [value] } };
  return { key: 'exception.message', value };
}

async function send(spans: readonly SentSpan[], service?: string): Promise<void> {
  await store.send(requestOf(spans, service));
}

function relatives() {
  const sites = store.store.index.sites.changedAfter(-1, () => true);
  const names = new Map(sites.map(({ id, name }) => [id, name]));
  const found = siteRelatives(
    store.store,
    sites.map(({ id }) => id),
  );
  return new Map(
    found.map(({ site, ancestors, descendants, ...rest }) => [
      names.get(site) ?? '',
      {
        ...rest,
        ancestors: ancestors.map((chain) => chain.map((id) => names.get(id))),
        descendants: descendants.map((id) => names.get(id)),
      },
    ]),
  );
}

function picture(): string {
  return [...relatives()]
    .map(([name, { ancestors, descendants }]) =>
      `${name} ↑ ${ancestors.map((chain) => chain.join(' < ')).join(' | ')} ↓ ${descendants.join(', ')}`
        .replaceAll('  ', ' ')
        .trimEnd(),
    )
    .join('\n');
}
