import { expect, test } from 'vitest';
import { ByteReader, ByteWriter } from '../../../src/shared/byteStream.ts';

const edges = [0, 1, 127, 128, 16_383, 16_384, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 35 + 5, 2 ** 53 - 1];

test('whole numbers come out as they went in', () => {
  const writer = new ByteWriter(1);
  const signed = [...edges.slice(0, -1), 2 ** 52 - 1].flatMap((value) => [value, -value || 0]);
  for (const value of edges) writer.varint(value);
  for (const value of signed) writer.signed(value);
  const reader = new ByteReader(writer.finish());
  expect(edges.map(() => reader.varint())).toEqual(edges);
  expect(signed.map(() => reader.signed() || 0)).toEqual(signed);
});

test('small numbers are short', () => {
  const lengths = edges.map((value) => {
    const writer = new ByteWriter(0);
    writer.varint(value);
    return writer.finish().length;
  });
  expect(lengths).toEqual([1, 1, 1, 2, 2, 3, 5, 5, 5, 6, 8]);
});

test('behind the end there is nothing to read', () => {
  expect(() => new ByteReader(new Uint8Array()).varint()).toThrow(RangeError);
  expect(() => new ByteReader(Uint8Array.of(128)).varint()).toThrow(RangeError);
  expect(() => new ByteReader(Uint8Array.of(1, 2)).raw(3)).toThrow(RangeError);
});
