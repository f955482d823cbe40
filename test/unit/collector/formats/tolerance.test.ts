import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpackFile } from '../../../../src/collector/formats/unpackFile.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';
import { imported, problemsOf } from './importedText.ts';

const two = requestOf([
  { trace: 'a1', id: '1', name: 'root' },
  { trace: 'a1', id: '2', parent: '1', name: 'child' },
]) as { readonly resourceSpans: readonly [object] };
const json = JSON.stringify(two);
const wire = wireOf(two);

async function textOf(file: Uint8Array | string | object): Promise<string> {
  const { text, result } = await imported(file);
  expect(result.problems).toEqual([]);
  return text;
}

test('documents around resource spans', async () => {
  const text = await textOf(json);
  const [resource] = two.resourceSpans;
  const forms: readonly object[] = [
    { batches: two.resourceSpans },
    { resource_spans: two.resourceSpans },
    { result: two },
    { trace: two, metrics: {}, status: 'COMPLETE' },
    { data: two },
    [two],
    [resource],
    two.resourceSpans,
    { spanline: { version: 1, traceId: 'a1', selected: '1', view: { resourceSpans: [] } }, ...two },
    {
      resourceSpans: JSON.parse(
        JSON.stringify(two.resourceSpans)
          .replace('scopeSpans', 'instrumentationLibrarySpans')
          .replace('"scope"', '"instrumentationLibrary"'),
      ) as unknown,
    },
  ];
  for (const form of forms) expect(await textOf(form)).toBe(text);
});

test('ids, enums and times as files have them', async () => {
  const hex = '0123456789abcdef0123456789ABCDEF';
  const span = (fields: object): object => ({
    name: 'x',
    startTimeUnixNano: '5',
    endTimeUnixNano: 9,
    traceId: hex,
    ...fields,
  });
  const spans = [
    span({ spanId: '00000000000000A1', kind: 'SPAN_KIND_CLIENT', status: { code: 'STATUS_CODE_ERROR' } }),
    span({
      spanId: 'AAAAAAAAAAI=',
      parentSpanId: 'AAAAAAAAAKE=',
      traceId: 'ASNFZ4mrze8BI0VniavN7w==',
      kind: 'server',
    }),
    span({ spanId: '3', parentSpanId: '0000000000000000', kind: 3, status: { code: 'Ok' } }),
    span({
      spanId: '4',
      traceId: 'd6e9329d67b6146a',
      startTimeUnixNano: 1763816400000000000,
      endTimeUnixNano: '1763816399999999999',
    }),
  ];
  const text = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }).replace(
    '1763816400000000000',
    '1763816400000000123',
  );
  expect(await textOf(text)).toMatchInlineSnapshot(`
    "d6e9329d67b6146a/4 x 1763816400000000123+-124
    123456789abcdef0123456789abcdef/2 under a1 x server 5+4
    123456789abcdef0123456789abcdef/3 x client 5+4 ok
    123456789abcdef0123456789abcdef/a1 x client 5+4 error"
  `);
});

test('each packing and encoding', async () => {
  const text = await textOf(json);
  const utf16 = Buffer.from(`\uFEFF${json}`, 'utf16le');
  for (const file of [
    gzipSync(json),
    zstdCompressSync(json),
    gzipSync(gzipSync(wire)),
    Buffer.concat([gzipSync(json.slice(0, 50)), gzipSync(json.slice(50))]),
    Buffer.from(`\uFEFF${json}`),
    utf16,
    Buffer.from(utf16).swap16(),
    wire,
    Buffer.concat([length(wire), wire]),
    Buffer.concat([length(zstdCompressSync(json)), zstdCompressSync(json)]),
  ]) {
    expect(await textOf(file)).toBe(text);
  }
});

function length(bytes: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(bytes.length);
  return prefix;
}

test('lines with logs and metrics between, and one that is broken', async () => {
  const logs = JSON.stringify({ resourceLogs: [{ scopeLogs: [] }] });
  const metrics = JSON.stringify({ resourceMetrics: [] });
  const { result } = await imported(
    `${logs}\r\n${json}\n{"resourceSpans":[{"scope\n\n${metrics}\nnonsense\n${json} 1\n`,
  );
  expect(result).toMatchObject({ spans: 4, logBatches: 1 });
  expect(result.problems.join('\n')).toMatchInlineSnapshot(`
    "line 3: breaks off at column 26
    line 6: neither an object nor an array at column 1
    line 7: something follows the document at column 671"
  `);
});

test('the examples and the unusual document of the repository', async () => {
  for (const [name, spans, logs] of [
    ['opentelemetry-proto/trace', 1, 0],
    ['unusual', 1, 0],
    ['opentelemetry-proto/logs', 0, 1],
  ] as const) {
    const file = readFileSync(join(import.meta.dirname, '../../../fixtures/otlp', `${name}.json`));
    const { result } = await imported(file);
    expect([name, result.spans, result.logBatches ?? 0, ...result.problems]).toEqual([name, spans, logs]);
  }
});

test('a document that breaks off keeps what is before', async () => {
  const cut = json.slice(0, json.indexOf('child'));
  const { text, result } = await imported(cut);
  expect([text, ...result.problems].join('\n')).toMatchInlineSnapshot(`
    "a1/1 root internal 1763816400000000000+1000000
      resource service.name=string:"shop"
      scope test
    The JSON breaks off at line 1, column 515 (byte 514); everything whole before that was kept."
  `);
  expect((await imported(gzipSync(cut))).result.problems).toEqual(result.problems);
});

test('protobuf that breaks off, and packing that does', async () => {
  const lines: string[] = [];
  for (const file of [
    wire.subarray(0, wire.length - 10),
    Buffer.concat([length(wire), wire, length(wire), wire.subarray(9)]),
  ]) {
    const { result } = await imported(file);
    lines.push(`${result.spans} spans`, ...result.problems);
  }
  const packed = gzipSync(`${json}\n`.repeat(2_000));
  const { result } = await imported(packed.subarray(0, packed.length - 20));
  expect(result.spans).toBeGreaterThan(1_000);
  expect(result.problems[0]).toContain('The gzip breaks off');
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "1 spans
    resourceSpans[0].scopeSpans[0].spans[1] (byte 102): cut off
    resourceSpans[0].scopeSpans[0] breaks off at byte 159; what came before was kept
    2 spans
    The file breaks off in the message at byte 173; all before was kept."
  `);
});

test('a broken span costs itself only', async () => {
  const damaged = json.replace('"name":"child"', '"name":child');
  const parts = JSON.parse(
    json.replace(
      '"attributes":[]',
      '"attributes":[{"key":"a","value":{"intValue":"x"}},{"key":"b","value":{"boolValue":true}}]',
    ),
  ) as object;
  const bytes = Uint8Array.from(wire);
  // The length of the last span's id.
  bytes[bytes.lastIndexOf(8, bytes.length - 60)] = 7;
  const lines: string[] = [];
  for (const file of [damaged, parts, bytes]) {
    const { text, result } = await imported(file);
    lines.push(
      ...text.split('\n').filter((line) => !/^ {2}(resource|scope)/.test(line)),
      ...result.problems,
      '',
    );
  }
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "a1/1 root internal 1763816400000000000+1000000
    resourceSpans[0].scopeSpans[0].spans[1]: not JSON (Unexpected token 'c', ..."1","name":child,"kin"... is not valid JSON)

    a1/1 root internal 1763816400000000000+1000000
      attributes b=bool:true
    a1/2 under 1 child internal 1763816400000000000+1000000
    resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value.intValue is not an integer in range; that part was left out

    a1/2 under 1 child internal 1763816400000000000+1000000
    resourceSpans[0].scopeSpans[0].spans[0] (byte 42): field number 0 does not exist
    "
  `);
});

test.each([
  ['scope', 'test'],
  ['resource', 'shop'],
])('a broken %s costs its spans nothing else', async (part, name) => {
  const bytes = Uint8Array.from(wire);
  const nameAt = Buffer.from(bytes).indexOf(name);
  expect(nameAt).toBeGreaterThan(0);
  // The length of the name.
  bytes[nameAt - 1] = 99;
  const { text, result } = await imported(bytes);
  expect(result).toMatchObject({ spans: 2, refused: 0 });
  expect(text).not.toContain(`  ${part}`);
  expect(result.problems).toEqual([
    expect.stringMatching(
      /^resourceSpans\[0\].* \(byte \d+\): a field is longer .*; that part was left out$/,
    ),
  ]);
});

test('what a span lacks is told, and the span is kept', async () => {
  const times = { startTimeUnixNano: '1763816400000000000', endTimeUnixNano: '1763816400000000009' };
  const span = (fields: object): object => ({ traceId: 'a1', name: 'x', ...times, ...fields });
  const { startTimeUnixNano: _, ...endOnly } = times;
  const spans = [
    span({ spanId: '1', kind: '3', status: { code: '2', message: 'late' } }),
    span({ spanId: '2', parentSpanId: 'zz!', attributes: 'none' }),
    { traceId: 'a1', spanId: '3', parentSpanId: '', ...endOnly },
    span({ spanId: '4', startTimeUnixNano: 'soon' }),
    span({ spanId: '5', startTimeUnixNano: '0', endTimeUnixNano: '7' }),
  ];
  const { text, result } = await imported([{ resourceSpans: [{ scopeSpans: [{ spans }] }] }]);
  expect([text, ...result.problems].join('\n')).toMatchInlineSnapshot(`
    "a1/1 x client 1763816400000000000+9 error: late
    a1/2 x 1763816400000000000+9
    a1/3 1763816400000000009+0
    a1/4 x 1763816400000000009+0
    a1/5 x 0+7
    [0].resourceSpans[0].scopeSpans[0].spans[1]: parentSpanId is no id: "zz!"
    [0].resourceSpans[0].scopeSpans[0].spans[1]: attributes is not an array; that part was left out
    [0].resourceSpans[0].scopeSpans[0].spans[2]: no startTimeUnixNano; the end was taken for it
    [0].resourceSpans[0].scopeSpans[0].spans[3]: no startTimeUnixNano; the end was taken for it"
  `);
});

test('what is of no known form is said', async () => {
  const sentences: string[] = [];
  for (const file of [
    '',
    ' \n',
    'hello',
    '{"name":"x","version":1}',
    '[1,2]',
    '<html>',
    '{}',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]),
  ]) {
    await expect(imported(file)).rejects.toThrow(/ Spanline reads OTLP /);
    sentences.push(
      await imported(file).then(String, (error: Error) => error.message.replace(/ Spanline reads.*/, '')),
    );
  }
  expect(sentences.join('\n')).toMatchInlineSnapshot(`
    "The file is empty.
    The file holds nothing but white space.
    The file is text that begins with "hello".
    The file is JSON without traces, with "name", "version".
    The file is JSON, an array without traces.
    The file is text that begins with "<html>".
    The file is JSON without traces.
    The file is binary and begins with 89 50 4e 47 00 00."
  `);
});

test('at most 20 problems, and how many more', async () => {
  const spans = Array.from({ length: 100 }, () => ({ traceId: 'x' }));
  const problems = await problemsOf({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  expect(problems).toHaveLength(20);
  expect([problems[0], problems.at(-1)]).toEqual([
    'resourceSpans[0].scopeSpans[0].spans[0]: traceId is no id: "x"',
    'And 81 more problems.',
  ]);
});

test('what unpacks to too much is refused before it is in memory', async () => {
  const bomb = Buffer.alloc(20 << 20);
  for (const file of [gzipSync(bomb), zstdCompressSync(bomb), gzipSync(gzipSync(bomb)), bomb]) {
    await expect(unpackFile(file, 8 << 20)).rejects.toThrow('larger than 8 MiB when unpacked');
  }
});

test('hostile files', async () => {
  const deep = '['.repeat(100_000);
  const nested = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"a1","spanId":"1","name":"deep","attributes":[{"key":"k","value":${'{"arrayValue":{"values":['.repeat(50_000)}1${']}}'.repeat(50_000)}}]}]}]}]}`;
  const keys =
    '{"__proto__":{"resourceSpans":[]},"constructor":1,"resourceSpans":[{"scopeSpans":[{"spans":[{"__proto__":{"x":1},"traceId":"a1","spanId":"1","startTimeUnixNano":1e400,"endTimeUnixNano":-5,"kind":99999999999}]}]}]}';
  const lines: string[] = [];
  const data = '{"data":['.repeat(100_000);
  for (const file of [deep, `{"data":${deep}`, nested, keys, `{"a":${deep}`, data]) {
    const told = await imported(file).then(
      ({ text, result }) => [text, ...result.problems],
      (error: Error) => [error.message.slice(0, 60)],
    );
    lines.push(...told.filter((line) => line !== ''));
  }
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "The file is JSON, an array without traces. The JSON breaks o
    The file is JSON without traces, with "data". The JSON break
    a1/1 deep 0+0
    resourceSpans[0].scopeSpans[0].spans[0].attributes[0].value.arrayValue.values[0].arrayValue.values[0].arrayValue.values[0].arrayValue.values[0].arrayValue.values[0].arrayValue.values[0].arrayValue.val … .values[0].arrayValue.values[0].arrayValue.values[0].arrayValue.values[0].arrayValue.values[0].arrayValue is nested too deeply; that part was left out
    a1/1 0+0
    resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano is not an integer in range; that part was left out
    resourceSpans[0].scopeSpans[0].spans[0].endTimeUnixNano is not an integer in range; that part was left out
    resourceSpans[0].scopeSpans[0].spans[0].kind is no value of its enum; that part was left out
    The file is JSON without traces, with "a". The JSON breaks o
    The file is JSON without traces, with "data". The JSON break"
  `);
  expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
});
