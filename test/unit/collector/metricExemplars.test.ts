import { afterEach, expect, test } from 'vitest';
import { metricExemplars } from '../../../src/collector/answer/metricExemplars.ts';
import { jsonToWire } from '../../../src/collector/otlp/jsonToWire.ts';
import { metricsSchema } from '../../../src/collector/otlp/metricsSchema.ts';
import { signal } from '../../../src/collector/store/blockFile.ts';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import type { MetricExemplars } from '../../../src/shared/metricExemplars.ts';
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

const traceB = 'b'.repeat(32);

interface SentExemplar {
  readonly trace?: string;
  readonly span?: string;
  readonly time?: number;
  readonly value?: object;
  readonly attributes?: Readonly<Record<string, string>>;
}

function exemplar({ trace = traceA, span, time = 1, value = { asInt: '1' }, attributes = {} }: SentExemplar) {
  return {
    traceId: trace,
    ...(span === undefined ? {} : { spanId: span.padStart(16, '0') }),
    timeUnixNano: String(time),
    ...value,
    filteredAttributes: keyValues(attributes),
  };
}

function keyValues(values: Readonly<Record<string, string>>): object[] {
  return Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } }));
}

/** A data point with exemplars and one attribute. */
function point(...exemplars: readonly SentExemplar[]): object {
  return { attributes: keyValues({ route: '/cart' }), exemplars: exemplars.map(exemplar) };
}

function batch(metrics: readonly object[], service = 'shop'): object {
  return {
    resourceMetrics: [
      {
        resource: { attributes: keyValues({ 'service.name': service }) },
        scopeMetrics: [{ scope: { name: 'meter' }, metrics }],
      },
    ],
  };
}

async function sendWire(store: OpenStore, metrics: object): Promise<void> {
  await store.intake.offerRaw(signal.metrics, jsonToWire(metricsSchema, JSON.stringify(metrics)));
}

function ask(store: OpenStore, trace = traceA, span?: string): Promise<MetricExemplars> {
  const spanId = span?.padStart(16, '0') as SpanId | undefined;
  return metricExemplars(store.store, {
    traceId: trace as TraceId,
    ...(spanId === undefined ? {} : { spanId }),
  });
}

async function picture(store: OpenStore, trace?: string, span?: string): Promise<string> {
  const { exemplars, total } = await ask(store, trace, span);
  const lines = exemplars.map(({ timeUnixNano, service, metric, value, unit, spanId, attributes }) => {
    const words = attributes.map(([key, text]) => `${key}=${text}`);
    return `${timeUnixNano} ${service}/${metric} ${value}${unit} ${spanId?.slice(-2) ?? '-'} ${words.join(' ')}`;
  });
  return [...lines, ...(total > exemplars.length ? [`of ${total}`] : [])].join('\n');
}

test('exemplars of all kinds of metrics that have some, by time, of a trace and of a span', async () => {
  const store = open();
  const kinds = [
    { name: 'queue', unit: '{jobs}', gauge: { dataPoints: [point({ time: 40, span: '1' })] } },
    {
      name: 'requests',
      sum: { dataPoints: [point({ time: 30, value: { asInt: '9007199254740993' } }, { trace: traceB })] },
    },
    {
      name: 'latency',
      unit: 'ms',
      histogram: {
        dataPoints: [
          point(),
          point({ time: 9, span: '2', value: { asDouble: 12.5 }, attributes: { user: 'ann' } }),
        ],
      },
    },
    {
      name: 'size',
      unit: 'By',
      exponentialHistogram: { dataPoints: [point({ time: 100, span: '1', value: { asDouble: 1e21 } })] },
    },
    { name: 'none', summary: { dataPoints: [{ timeUnixNano: '1', count: '3', sum: 2 }] } },
  ];
  await sendWire(store, batch(kinds));
  await sendWire(store, batch([{ name: 'plain', gauge: { dataPoints: [{ asInt: '1' }] } }]));
  const all = `9 shop/latency 12.5ms 02 route=/cart user=ann
30 shop/requests 9007199254740993 - route=/cart
40 shop/queue 1{jobs} 01 route=/cart
100 shop/size 1e+21By 01 route=/cart`;
  expect(await picture(store)).toBe(all);
  expect(await picture(store, traceA, '1')).toBe(`40 shop/queue 1{jobs} 01 route=/cart
100 shop/size 1e+21By 01 route=/cart`);
  expect(await picture(store, traceB)).toBe('1 shop/requests 1 - route=/cart');
  expect(await picture(store, 'c'.repeat(32))).toBe('');
  store.reopen();
  expect(await picture(store)).toBe(all);
  await sendWire(store, batch([{ name: 'later', gauge: { dataPoints: [point({ time: 101 })] } }], 'web'));
  expect((await picture(store)).split('\n').at(-1)).toBe('101 web/later 1 - route=/cart');
  store.store.clear();
  expect(await picture(store)).toBe('');
});

test('batches of older stores are JSON, and those that are broken say nothing', async () => {
  const store = open();
  const json = JSON.stringify(batch([{ name: 'old', gauge: { dataPoints: [point({ time: 5 })] } }]));
  await store.intake.offerRaw(signal.metrics, Buffer.from(json));
  await store.intake.offerRaw(signal.metrics, Buffer.from(`{"resourceMetrics": "${traceA}"`));
  const wire = jsonToWire(metricsSchema, json);
  await store.intake.offerRaw(signal.metrics, wire.slice(0, wire.length - 30));
  expect(await picture(store)).toBe('5 shop/old 1 - route=/cart');
});

test('an exemplar that is reported again and again is told once', async () => {
  const store = open();
  const again = batch([{ name: 'same', sum: { dataPoints: [point({ time: 7 }, { time: 8 })] } }]);
  for (let i = 0; i < 5; i++) await sendWire(store, again);
  expect(await picture(store)).toBe('7 shop/same 1 - route=/cart\n8 shop/same 1 - route=/cart');
});

test('too many are counted and not told', async () => {
  const store = open();
  const many = Array.from({ length: 1_000 }, (_, i) => ({ time: 1_000 - i }));
  await sendWire(store, batch([{ name: 'busy', gauge: { dataPoints: [point(...many)] } }]));
  const lines = (await picture(store)).split('\n');
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([201, '1 shop/busy 1 - route=/cart', 'of 1000']);
});
