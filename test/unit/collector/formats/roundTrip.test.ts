import { afterEach, expect, test } from 'vitest';
import { importTraces } from '../../../../src/collector/answer/traceImport.ts';
import type { JsonMessage } from '../../../../src/collector/otlp/wireToJson.ts';
import { type ExportFormat, exportFormats } from '../../../../src/shared/exportFormat.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf } from '../otlpRequest.ts';
import { heldBy } from './heldBy.ts';
import { documentText, exported, storeText } from './importedText.ts';
import { randomDocument } from './randomDocument.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

async function storeOf(file: Uint8Array): Promise<OpenStore> {
  const store = new OpenStore();
  opened.push(store);
  const { problems } = await importTraces(store.intake, file);
  expect(problems).toEqual([]);
  return store;
}

test.each(exportFormats)('random traces go through %s and back', async (format) => {
  for (let seed = 1; seed <= 8; seed++) {
    const document = randomDocument(seed);
    const from = await storeOf(Buffer.from(JSON.stringify(document)));
    const to = await storeOf(exported(from, format));
    expect(storeText(to), `seed ${seed}`).toBe(documentText(heldBy(format, document)));
    for (const store of opened.splice(0)) store.close();
  }
});

test.each(exportFormats)('traces of several pieces are one document of %s', async (format: ExportFormat) => {
  const from = new OpenStore();
  opened.push(from);
  const many = (trace: string, count: number): object =>
    requestOf(
      Array.from({ length: count }, (_, i) => ({ trace, id: (i + 1).toString(16), name: `span ${i % 7}` })),
    );
  await from.send(many('1', 3));
  await from.send(many('2', 6_000));
  await from.send(many('2', 6_100));
  await from.send(many('3', 2));
  const to = await storeOf(exported(from, format));
  const document = JSON.parse(exported(from, 'otlp-json').toString()) as JsonMessage;
  expect(storeText(to)).toBe(documentText(heldBy(format, document)));
});

test.each([
  ['otlp-json', '{"resourceSpans":[]}\n'],
  ['otlp-ndjson', ''],
  ['otlp-protobuf', ''],
  ['jaeger-json', '{"data":[],"total":0,"limit":0,"offset":0,"errors":null}\n'],
  ['zipkin-json', '[]\n'],
  ['zipkin-v1-json', '[]\n'],
] as const)('an empty store is an empty document of %s', (format, document) => {
  const store = new OpenStore();
  opened.push(store);
  expect(exported(store, format).toString()).toBe(document);
});
