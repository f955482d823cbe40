import { afterEach, expect, test } from 'vitest';
import { traceLogs } from '../../../src/collector/answer/traceLogs.ts';
import { jsonToWire } from '../../../src/collector/otlp/jsonToWire.ts';
import { logsSchema } from '../../../src/collector/otlp/logsSchema.ts';
import { signal } from '../../../src/collector/store/blockFile.ts';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import type { TraceLogs } from '../../../src/shared/traceLogs.ts';
import { OpenStore } from './openStore.ts';
import { traceA } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(): OpenStore {
  const store = new OpenStore();
  store.store.load();
  opened.push(store);
  return store;
}

const traceB = `${'b'.repeat(31)}1`;

interface SentLog {
  readonly trace?: string;
  readonly span?: string;
  readonly time?: number;
  readonly text?: string;
  readonly more?: object;
}

function batch(records: readonly SentLog[], service = 'shop'): object {
  return {
    resourceLogs: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }] },
        scopeLogs: [{ scope: { name: 'logger' }, logRecords: records.map(recordOf) }],
      },
    ],
  };
}

function recordOf({ trace = traceA, span = '', time = 1, text, more = {} }: SentLog): object {
  return {
    traceId: trace,
    spanId: span === '' ? '' : span.padStart(16, '0'),
    timeUnixNano: String(time),
    ...(text === undefined ? {} : { body: { stringValue: text } }),
    ...more,
  };
}

async function sendJson(store: OpenStore, logs: object): Promise<void> {
  await store.intake.offerRaw(signal.logs, Buffer.from(JSON.stringify(logs)));
}

async function sendWire(store: OpenStore, logs: object): Promise<void> {
  await store.intake.offerRaw(signal.logs, jsonToWire(logsSchema, JSON.stringify(logs)));
}

function ask(store: OpenStore, trace = traceA, span?: string): Promise<TraceLogs> {
  const spanId = span?.padStart(16, '0') as SpanId | undefined;
  return traceLogs(store.store, {
    traceId: trace as TraceId,
    ...(spanId === undefined ? {} : { spanId }),
  });
}

async function picture(store: OpenStore, trace?: string, span?: string): Promise<string> {
  const { records, complete } = await ask(store, trace, span);
  const lines = records.map(
    ({ timeUnixNano, spanId, severity, severityText, body, service, scope, attributes }) =>
      [
        `${timeUnixNano} ${service}/${scope} ${spanId?.slice(-2) ?? '-'} ${severity} ${severityText}: ${body}`,
        ...attributes.map(({ key }) => key),
      ].join(' '),
  );
  return [...lines, ...(complete ? [] : ['…'])].join('\n');
}

test('the records of a trace and of a span, by time, of both forms, with ids in any case', async () => {
  const store = open();
  await sendWire(
    store,
    batch([
      { span: '2', time: 30, text: 'third' },
      { trace: traceB, text: 'of another' },
    ]),
  );
  await sendJson(
    store,
    batch(
      [
        { trace: traceA.toUpperCase(), span: 'AB', time: 20, text: 'second' },
        { time: 9, text: 'first', more: { severityNumber: 13, attributes: [{ key: 'k', value: {} }] } },
      ],
      'web',
    ),
  );
  expect(await picture(store)).toBe(`9 web/logger - 13 WARN: first k
20 web/logger ab 0 : second
30 shop/logger 02 0 : third`);
  expect(await picture(store, traceA, '2')).toBe('30 shop/logger 02 0 : third');
  expect(await picture(store, traceB)).toBe('1 shop/logger - 0 : of another');
  expect(await picture(store, 'c'.repeat(32))).toBe('');
  store.reopen();
  expect(await picture(store, traceA, 'ab')).toBe('20 web/logger ab 0 : second');
  await sendJson(store, batch([{ span: '2', time: 31, text: 'after the restart' }]));
  expect(await picture(store, traceA, '2')).toBe(`30 shop/logger 02 0 : third
31 shop/logger 02 0 : after the restart`);
});

test('severity, time and body are told as well as they can be', async () => {
  const store = open();
  const body = { kvlistValue: { values: [{ key: 'a', value: { intValue: '1' } }] } };
  await sendJson(
    store,
    batch([
      { time: 0, more: { observedTimeUnixNano: '5', severityNumber: 'SEVERITY_NUMBER_ERROR3', body } },
      { time: 6, more: { severityText: 'notice', severityNumber: 9, eventName: 'order.placed' } },
      { time: 7, more: { severityNumber: 99 } },
      { time: 8, span: '0', more: { severityNumber: 1 } },
    ]),
  );
  expect(await picture(store)).toBe(`5 shop/logger - 19 ERROR3: {"a":1}
6 shop/logger - 9 notice: order.placed
7 shop/logger - 99 : 
8 shop/logger - 1 TRACE: `);
});

test('logs are found however far from their spans they came', async () => {
  const store = open();
  await sendWire(store, batch([{ text: 'long ago' }]));
  for (let i = 0; i < 400; i++) await sendWire(store, batch([{ trace: traceB, time: i, text: `${i}` }]));
  await sendWire(store, batch([{ time: 2, text: 'just now' }]));
  expect(await picture(store)).toBe('1 shop/logger - 0 : long ago\n2 shop/logger - 0 : just now');
  expect((await ask(store, traceB)).records.length).toBe(400);
});

test('broken batches and records say nothing, and the others all they have', async () => {
  const store = open();
  const good = jsonToWire(
    logsSchema,
    JSON.stringify(
      batch([
        { time: 1, text: 'good' },
        { time: 2, text: 'bad' },
      ]),
    ),
  );
  const cutOff = good.slice(0, good.length - 3);
  await store.intake.offerRaw(signal.logs, cutOff);
  await store.intake.offerRaw(signal.logs, Buffer.from(`{"resourceLogs": "${traceA}"`));
  await sendJson(store, { resourceLogs: [{ scopeLogs: [null, { logRecords: [7] }] }], id: traceA });
  const broken = jsonToWire(
    logsSchema,
    JSON.stringify(
      batch([
        { time: 3, text: 'abc' },
        { time: 4, text: 'x' },
      ]),
    ),
  );
  broken[Buffer.from(broken).indexOf('abc') - 1] = 0x7f;
  await store.intake.offerRaw(signal.logs, broken);
  expect((await picture(store)).split('\n').at(-1)).toBe('4 shop/logger - 0 : x');
});

test('too many records are cut, and that is said', async () => {
  const store = open();
  const records = Array.from({ length: 15_000 }, (_, i) => ({ time: i + 1 }));
  await sendWire(store, batch(records));
  expect((await ask(store)).complete).toBe(true);
  await sendWire(store, batch(records));
  const { records: told, complete } = await ask(store);
  expect([told.length, complete]).toEqual([20_000, false]);
});

test('many questions while the index is being made are one reading, and clearing meanwhile forgets', async () => {
  const store = open();
  for (let i = 0; i < 300; i++) {
    await sendWire(store, batch([{ time: i, text: 'x'.repeat(20_000) }]));
  }
  store.reopen();
  const asked = [ask(store), ask(store, traceA, '1'), ask(store, traceB)];
  await sendWire(store, batch([{ time: 1_000, text: 'meanwhile' }]));
  const [all, span, other] = await Promise.all(asked);
  expect([all?.records.length, span?.records.length, other?.records.length]).toEqual([301, 0, 0]);
  store.reopen();
  const late = ask(store);
  store.store.clear();
  await sendWire(store, batch([{ time: 7, text: 'new' }]));
  expect((await late).records.length).toBeLessThan(2);
  expect(await picture(store)).toBe('7 shop/logger - 0 : new');
});
