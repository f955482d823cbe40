import { afterEach, expect, test } from 'vitest';
import { spanDetail } from '../../../src/collector/answer/spanDetail.ts';
import { exportPiece } from '../../../src/collector/answer/traceExport.ts';
import { importTraces } from '../../../src/collector/answer/traceImport.ts';
import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import type { ExportQuery } from '../../../src/shared/protocol.ts';
import { OpenStore } from './openStore.ts';
import { requestOf, traceA, wireOf } from './otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(): OpenStore {
  const store = new OpenStore();
  opened.push(store);
  return store;
}

function exported(store: OpenStore, query: ExportQuery = {}): { text: string; pieces: number } {
  let text = '';
  let pieces = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined; pieces++) {
    const piece = exportPiece(store.store, cursor === '' ? query : { ...query, cursor });
    text += Buffer.from(piece.bytes).toString();
    cursor = piece.next;
  }
  return { text, pieces };
}

const links = [{ traceId: traceA, spanId: '00000000000000ff' }];
const spans = [
  { id: '1', name: 'root', kind: 2, end: 9, attributes: { 'http.route': '/x', n: 5 } },
  {
    id: '2',
    parent: '1',
    name: 'child',
    events: [{ timeUnixNano: '7', name: 'tick' }],
    status: { code: 2, message: 'no' },
  },
];

test('what is exported and imported elsewhere is the same', async () => {
  const from = open();
  await from.send(requestOf(spans, 'a'));
  await from.send(requestOf([{ trace: 'b', id: '3', name: 'other' }], 'b'));
  const { text } = exported(from);
  const to = open();
  const result = await importTraces(to.intake, Buffer.from(text));
  expect(result).toMatchObject({ spans: 3, refused: 0, problems: [] });
  expect(result.traceIds.length).toBe(2);
  expect([to.text(), to.text('b')]).toEqual([from.text(), from.text('b')]);
  expect(JSON.parse(exported(to).text)).toEqual(JSON.parse(text, withoutEmptyParent));
});

/** A root says so by an empty id or by none, which is the same. */
function withoutEmptyParent(key: string, value: unknown): unknown {
  return key === 'parentSpanId' && value === '' ? undefined : value;
}

test('many spans come in several pieces of one document', async () => {
  const from = open();
  for (let trace = 1; trace <= 3; trace++) {
    const many = Array.from({ length: 4_000 }, (_, i) => ({ trace: `${trace}`, id: (i + 1).toString(16) }));
    await from.send(requestOf(many));
  }
  const { text, pieces } = exported(from);
  expect(pieces).toBe(3);
  const to = open();
  expect((await importTraces(to.intake, Buffer.from(text))).spans).toBe(12_000);
  const chosen = exported(from, { traceIds: ['2'.padStart(32, '0') as TraceId] });
  expect([...chosen.text.matchAll(/"traceId"/g)].length).toBe(4_000);
});

test('an export of nothing is a document', () => {
  expect(JSON.parse(exported(open()).text)).toEqual({ resourceSpans: [] });
});

test('protobuf, lines of JSON and a byte order mark are read, anything else is a sentence', async () => {
  const store = open();
  const file = async (bytes: Uint8Array): Promise<number> => (await importTraces(store.intake, bytes)).spans;
  expect(await file(wireOf(requestOf(spans)))).toBe(2);
  expect(
    await file(Buffer.from(`${JSON.stringify(requestOf(spans))}\n${JSON.stringify(requestOf(spans))}\n`)),
  ).toBe(4);
  expect(await file(Buffer.from(`\uFEFF ${JSON.stringify(requestOf(spans))}`))).toBe(2);
  await expect(file(Buffer.from('hello'))).rejects.toThrow('The file is text that begins with "hello".');
  const broken = await importTraces(store.intake, Buffer.from('{"resourceSpans":[{]}'));
  expect(broken).toMatchObject({ spans: 0, problems: [expect.stringContaining('line 1, column 20')] });
});

test('protobuf is known even where it starts like text', async () => {
  const store = open();
  // The first field is 123 bytes long, so that the file starts with a line feed and a bracket.
  const name = (length: number): object => requestOf([{ id: '1', name: 'x'.repeat(length) }]);
  const padding = 123 - ((wireOf(name(0))[1] ?? 0) as number);
  const file = wireOf(name(padding));
  expect([...file.subarray(0, 2)]).toEqual([0x0a, 0x7b]);
  expect((await importTraces(store.intake, file)).spans).toBe(1);
  expect((await importTraces(store.intake, Buffer.from(`\n${JSON.stringify(name(3))}`))).spans).toBe(1);
});

test('a large file of many small resources comes in a few requests', async () => {
  const store = open();
  const resources = Array.from({ length: 3_000 }, (_, i) =>
    wireOf(
      requestOf([{ trace: '1', id: (i + 1).toString(16), name: 'x'.repeat(1_500) }], `service ${i % 7}`),
    ),
  );
  let requests = 0;
  const counted = {
    offerTraces: (source: Parameters<typeof store.intake.offerTraces>[0]) => {
      requests++;
      return store.intake.offerTraces(source);
    },
  };
  await importTraces(counted, new Uint8Array(Buffer.concat(resources)));
  expect(store.columns('1').count).toBe(3_000);
  expect(requests).toBeLessThanOrEqual(3);
});

test('the details of a span', async () => {
  const store = open();
  const [root] = spans;
  await store.send(requestOf([{ ...root, id: '1', links } as never]));
  const detail = spanDetail(store.store, {
    traceId: traceA as TraceId,
    spanId: '0000000000000001' as SpanId,
  });
  expect(detail).toMatchObject({
    name: 'root',
    kind: 'server',
    service: 'shop',
    parentSpanId: undefined,
    startUnixNano: '1763816400000000000',
    endUnixNano: '1763816400009000000',
    attributes: [
      { key: 'http.route', value: { type: 'string', value: '/x' } },
      { key: 'n', value: { type: 'int', value: '5' } },
    ],
    resource: [{ key: 'service.name', value: { type: 'string', value: 'shop' } }],
  });
});
