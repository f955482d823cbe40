import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { SharedTrace } from '../../../src/shared/sharedTrace.ts';
import { gunzipStart, gzip } from '../../../src/views/gzipBytes.ts';
import { readSharedFile, sharedFile, sharedFileName } from '../../../src/views/sharedFile.ts';
import { traceId } from './traceSummary.ts';

const shared: SharedTrace = { traceId: traceId(7), selected: undefined, view: undefined };
const encoder = new TextEncoder();

test('a shared file is gzip of OTLP JSON, and says how it is to be shown', async () => {
  const spans = Array.from({ length: 20_000 }, (_, i) => ({ spanId: String(i) }));
  const document = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  const file = await sharedFile(encoder.encode(document), shared);
  const { spanline, ...otlp } = JSON.parse(gunzipSync(file).toString()) as Record<string, unknown>;
  expect(spanline).toEqual({ version: 1, traceId: traceId(7) });
  expect(JSON.stringify(otlp)).toBe(document);
  expect(await readSharedFile(file)).toEqual(shared);
});

test('it is read where somebody has unpacked it, and any other file is none', async () => {
  const plain = gunzipSync(await sharedFile(encoder.encode('{"resourceSpans":[]}'), shared));
  expect(await readSharedFile(plain)).toEqual(shared);
  expect(await readSharedFile(encoder.encode('{"resourceSpans":[]}'))).toBeUndefined();
  expect(await readSharedFile(new Uint8Array([0x1f, 0x8b, 1, 2, 3]))).toBeUndefined();
  expect(await readSharedFile(new Uint8Array())).toBeUndefined();
});

test('of what is packed only the beginning is unpacked, also where the end is missing', async () => {
  const random = Uint8Array.from({ length: 1 << 20 }, (_, i) => (i * 2654435761) >>> 24);
  const packed = await gzip(random);
  const start = await gunzipStart(packed, 1000);
  expect(start.length).toBeGreaterThanOrEqual(1000);
  expect(start.length).toBeLessThan(random.length);
  expect(Buffer.compare(start, random.subarray(0, start.length))).toBe(0);
  const cut = await gunzipStart(packed.subarray(0, packed.length >> 1), 1 << 30);
  expect(Buffer.compare(cut, random.subarray(0, cut.length))).toBe(0);
});

test.each([
  ['POST /checkout/:id', 'POST-checkout-id.spanline.gz'],
  ['../../etc/passwd', 'etc-passwd.spanline.gz'],
  ['заказ №5', 'заказ-5.spanline.gz'],
  ['???', 'trace.spanline.gz'],
  ['x'.repeat(300), `${'x'.repeat(60)}.spanline.gz`],
])('the file of %s', (root, name) => {
  expect(sharedFileName(root)).toBe(name);
});
