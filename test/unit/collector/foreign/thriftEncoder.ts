/** A value for `thriftStruct`, with its type in Thrift's binary protocol: an encoder that shares nothing with the reader. */
export type Field = readonly [id: number, type: number, bytes: Uint8Array];

export const text = (id: number, value: string): Field => [id, 11, sized(Buffer.from(value))];
export const binary = (id: number, value: Uint8Array): Field => [id, 11, sized(value)];
export const bool = (id: number, value: boolean): Field => [id, 2, Buffer.from([value ? 1 : 0])];
export const i16 = (id: number, value: number): Field => [id, 6, int(2, BigInt(value))];
export const i32 = (id: number, value: number): Field => [id, 8, int(4, BigInt(value))];
export const i64 = (id: number, value: bigint): Field => [id, 10, int(8, value)];
export const struct = (id: number, fields: readonly Field[]): Field => [id, 12, thriftStruct(fields)];
export const structs = (id: number, items: readonly (readonly Field[])[]): Field => [
  id,
  15,
  thriftList(items),
];

export function double(id: number, value: number): Field {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return [id, 4, bytes];
}

export function thriftStruct(fields: readonly Field[]): Buffer {
  const parts = fields.flatMap(([id, type, bytes]) => [Buffer.from([type, id >> 8, id & 255]), bytes]);
  return Buffer.concat([...parts, Buffer.from([0])]);
}

export function thriftList(items: readonly (readonly Field[])[]): Buffer {
  return Buffer.concat([Buffer.from([12]), int(4, BigInt(items.length)), ...items.map(thriftStruct)]);
}

function sized(bytes: Uint8Array): Buffer {
  return Buffer.concat([int(4, BigInt(bytes.length)), bytes]);
}

function int(size: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, value));
  return bytes.subarray(8 - size);
}
