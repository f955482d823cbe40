import { afterEach, expect, test } from 'vitest';
import { attributeKeys } from '../../../src/collector/answer/attributeKeys.ts';
import { traceAttributes } from '../../../src/collector/answer/traceAttributes.ts';
import { TraceOrders } from '../../../src/collector/answer/traceOrders.ts';
import { TraceSnapshot } from '../../../src/collector/answer/traceSnapshot.ts';
import { jsonToWire } from '../../../src/collector/otlp/jsonToWire.ts';
import { tracesSchema } from '../../../src/collector/otlp/tracesSchema.ts';
import { sourceOf } from '../../../src/collector/store/gatherBuffer.ts';
import { wordsOfHex } from '../../../src/collector/store/hexOfWords.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import { HastySlice } from './hastySlice.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, type SentSpan, traceA } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(maxSpans?: number): OpenStore {
  const store = new OpenStore(maxSpans);
  opened.push(store);
  return store;
}

function snapshot(store: OpenStore, traceId = traceA): TraceSnapshot {
  const slot = store.store.index.findTrace(wordsOfHex(traceId.padStart(32, '0')));
  return new TraceSnapshot(store.store, slot, new TraceOrders(store.store).of(slot));
}

/** A line a span: its name and its values, `-` where it has none. */
async function picture(store: OpenStore, ...keys: string[]): Promise<string> {
  const answer = ensureExists(await traceAttributes(snapshot(store), keys));
  const { name, strings, version } = store.columns();
  expect(answer.version).toBe(version);
  return Array.from(name, (text, span) => {
    const values = answer.columns.map(({ value, values }) => {
      const number = value[span] as number;
      return number === 0 ? '-' : JSON.stringify(values[number - 1]);
    });
    return `${strings[text]}: ${values.join(' ')}`;
  }).join('\n');
}

async function keysPicture(store: OpenStore): Promise<string> {
  const keys = await attributeKeys(snapshot(store));
  return keys
    .map(
      ({ key, from, spans, values, distinct }) =>
        `${from} ${key} ×${spans}, ${distinct} values: ${values.slice(0, 3).join(' | ')}`,
    )
    .join('\n');
}

/** A request with attributes as they stand in OTLP JSON. */
function rawRequest(spans: readonly { readonly id: string; readonly attributes: readonly object[] }[]) {
  const request = requestOf(spans.map(({ id }) => ({ id, name: id }))) as {
    resourceSpans: {
      resource: { attributes: object[] };
      scopeSpans: { scope: object; spans: { attributes: readonly object[] }[] }[];
    }[];
  };
  const sent = ensureExists(request.resourceSpans[0]?.scopeSpans[0]).spans;
  for (const [i, { attributes }] of spans.entries()) ensureExists(sent[i]).attributes = attributes;
  return request;
}

test('values stand in the order of the columns, whatever the order in which the spans came', async () => {
  const store = open();
  await store.send(requestOf([{ id: '3', parent: '1', name: 'c', start: 2, attributes: { n: 'three' } }]));
  await store.send(
    requestOf([
      { id: '2', parent: '1', name: 'b', start: 1, attributes: { n: 'two', 'http.route': '/x' } },
      { id: '1', name: 'a', attributes: { 'http.route': '/x', size: 9_007_199_254_740 } },
    ]),
  );
  expect(await picture(store, 'n', 'http.route', 'size', 'none')).toBe(`a: - "/x" "9007199254740" -
b: "two" "/x" - -
c: "three" - - -`);
  store.reopen();
  expect(await picture(store, 'n')).toBe('a: -\nb: "two"\nc: "three"');
});

test('values of each type, as text', async () => {
  const values: object[] = [
    { stringValue: '' },
    { stringValue: 'π "x"' },
    { boolValue: false },
    { intValue: '-9223372036854775808' },
    { doubleValue: 0.1 },
    { doubleValue: 'NaN' },
    { doubleValue: 1e21 },
    { bytesValue: 'AP8=' },
    {
      arrayValue: {
        values: [{ intValue: '9007199254740993' }, { intValue: '7' }, {}, { doubleValue: 'NaN' }],
      },
    },
    {
      kvlistValue: {
        values: [
          { key: '__proto__', value: { stringValue: 'a"' } },
          { key: 'k', value: { arrayValue: { values: [{ boolValue: true }] } } },
          { key: 'k', value: { intValue: '2' } },
        ],
      },
    },
    {},
  ];
  const store = open();
  await store.send(
    rawRequest(values.map((value, i) => ({ id: (i + 1).toString(16), attributes: [{ key: 'v', value }] }))),
  );
  expect(await picture(store, 'v')).toBe(String.raw`1: ""
2: "π \"x\""
3: "false"
4: "-9223372036854775808"
5: "0.1"
6: "NaN"
7: "1e+21"
8: "AP8="
9: "[\"9007199254740993\",7,null,\"NaN\"]"
a: "{\"__proto__\":\"a\\\"\",\"k\":[true]}"
b: ""`);
});

test('a plain key is looked for in the span, its scope, its resource, in that order', async () => {
  const store = open();
  const request = rawRequest([
    { id: '1', attributes: [keyValue('where', 'span'), keyValue('resource.where', 'trap')] },
    { id: '2', attributes: [keyValue('other', 'x')] },
  ]);
  const [resourceSpans] = request.resourceSpans;
  ensureExists(resourceSpans).resource.attributes.push(keyValue('where', 'resource'), keyValue('host', 'h'));
  ensureExists(resourceSpans?.scopeSpans[0]).scope = {
    name: 'lib',
    attributes: [keyValue('where', 'scope')],
  };
  await store.send(request);
  const keys = ['where', 'scope.where', 'resource.where', 'host', 'scope.host', 'resource.host', 'where'];
  expect(await picture(store, ...keys)).toBe(
    `1: "span" "scope" "resource" "h" - "h" "span"
2: "scope" "scope" "resource" "h" - "h" "scope"`,
  );
  expect(await keysPicture(store)).toBe(`resource host ×2, 1 values: h
resource service.name ×2, 1 values: shop
scope where ×2, 1 values: scope
resource where ×2, 1 values: resource
span other ×1, 1 values: x
span resource.where ×1, 1 values: trap
span where ×1, 1 values: span`);
});

test('of a key that comes twice the first counts, once', async () => {
  const store = open();
  await store.send(rawRequest([{ id: '1', attributes: [keyValue('k', 'a'), keyValue('k', 'b')] }]));
  expect(await picture(store, 'k')).toBe('1: "a"');
  expect(await keysPicture(store)).toContain('span k ×1, 1 values: a');
});

test('long values are cut, long keys and lists too are found', async () => {
  const store = open();
  const longKey = 'k'.repeat(300);
  const list = Array.from({ length: 5_000 }, (_, i) => ({ doubleValue: i }));
  await store.send(
    rawRequest([
      { id: '1', attributes: [keyValue(longKey, 'x'), keyValue('v', 'y'.repeat(100_000))] },
      { id: '2', attributes: [{ key: 'v', value: { arrayValue: { values: list } } }] },
      { id: '3', attributes: [keyValue('v', `${'z'.repeat(998)}😀😀`)] },
      { id: '4', attributes: [keyValue('v', 'ü'.repeat(1_000))] },
      { id: '5', attributes: [{ key: 'v', value: { bytesValue: Buffer.alloc(9_000).toString('base64') } }] },
    ]),
  );
  const answer = ensureExists(await traceAttributes(snapshot(store), [longKey, 'v']));
  expect(answer.columns[0]?.values).toEqual(['x']);
  const texts = ensureExists(answer.columns[1]).values;
  expect(texts.map((text) => text.length)).toEqual([1_000, 1_000, 999, 1_000, 1_000]);
  expect(texts.map((text) => text.slice(-3))).toEqual(['yy…', '6,…', 'zz…', 'üüü', 'AA…']);
});

test('values that are the same as texts are one', async () => {
  const store = open();
  await store.send(
    rawRequest([
      { id: '1', attributes: [{ key: 'v', value: { intValue: '5' } }] },
      { id: '2', attributes: [keyValue('v', '5')] },
    ]),
  );
  const answer = ensureExists(await traceAttributes(snapshot(store), ['v']));
  expect(answer.columns[0]).toMatchObject({ values: ['5'], value: Uint32Array.of(1, 1) });
});

test('bytes that are broken inside leave their span without values, and the others with theirs', async () => {
  const store = open();
  const wire = jsonToWire(
    tracesSchema,
    JSON.stringify(
      requestOf([
        { id: '1', attributes: { v: 'abc' } },
        { id: '2', attributes: { v: 'xyz' } },
      ]),
    ),
  );
  // The length of the text "abc" reaches far over its attribute; the scan at ingest does not look there.
  const at = Buffer.from(wire).indexOf('abc');
  wire[at - 3] = 0x7f;
  await store.intake.offerTraces(sourceOf(wire));
  expect(await picture(store, 'v', 'service.name')).toBe('span 1: - -\nspan 2: "xyz" "shop"');
  wire[at - 3] = 0x05;
  wire[at - 1] = 0x7f;
  for (const id of ['1', '2'])
    wire[Buffer.from(wire).indexOf(Buffer.from(`000000000000000${id}`, 'hex')) + 7] = 9 + Number(id);
  await store.intake.offerTraces(sourceOf(wire));
  expect(await picture(store, 'v')).toContain('span 1: -\n');
});

test('keys are counted with their most frequent values', async () => {
  const store = open();
  const spans = Array.from(
    { length: 2_500 },
    (_, i): SentSpan => ({
      id: (i + 1).toString(16),
      attributes: { id: `id ${i}`, parity: i % 3 === 0 ? 'fizz' : 'other', ...(i < 2 ? { rare: i } : {}) },
    }),
  );
  await store.send(requestOf(spans));
  expect(await keysPicture(store)).toBe(`span id ×2500, 1000 values: id 0 | id 1 | id 10
span parity ×2500, 2 values: other | fizz
resource service.name ×2500, 1 values: shop
span rare ×2, 2 values: 0 | 1`);
});

test('hostile many keys are bounded', async () => {
  const store = open();
  const attributes = Array.from({ length: 6_000 }, (_, i) => keyValue(`key ${i}`, 'x'));
  await store.send(rawRequest([{ id: '1', attributes }]));
  expect((await attributeKeys(snapshot(store))).length).toBe(1_000);
});

test('too many keys at once are an error that says so', async () => {
  const store = open();
  await store.send(requestOf([{ id: '1' }]));
  const keys = Array.from({ length: 33 }, (_, i) => `k${i}`);
  await expect(traceAttributes(snapshot(store), keys)).rejects.toThrow('At most 32 attributes');
});

test('what comes while an answer rests is not in it, and a trace that goes meanwhile has none', async () => {
  const store = open(8_000);
  const spans = (from: number, count: number, trace = traceA): SentSpan[] =>
    Array.from({ length: count }, (_, i) => ({
      trace,
      id: (from + i).toString(16),
      attributes: { n: i % 10, text: 'x'.repeat(50) },
    }));
  await store.send(requestOf(spans(1, 6_000)));
  const before = store.columns().version;
  const ask = () =>
    [
      traceAttributes(snapshot(store), ['n'], { slice: new HastySlice() }),
      attributeKeys(snapshot(store), new HastySlice()),
    ] as const;
  const [asked, counted] = ask();
  await store.send(requestOf(spans(0x100_000, 1_000)));
  const answer = ensureExists(await asked);
  expect([answer.version, answer.columns[0]?.value.length]).toEqual([before, 6_000]);
  expect((await counted)[0]?.spans).toBe(6_000);
  const late = ask();
  await store.send(requestOf(spans(1, 3_000, 'b'.repeat(32))));
  expect(await Promise.all(late)).toEqual([undefined, []]);
});

function keyValue(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}
