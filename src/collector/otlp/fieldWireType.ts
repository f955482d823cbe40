import type { FieldSchema, ScalarType } from './messageSchema.ts';
import { wireType } from './wireReader.ts';

/** How protobuf writes a value of each type. */
export const wireTypeOf: Readonly<Record<ScalarType, number>> = {
  string: wireType.bytes,
  bytes: wireType.bytes,
  id: wireType.bytes,
  bool: wireType.varint,
  int64: wireType.varint,
  uint32: wireType.varint,
  uint64: wireType.varint,
  sint32: wireType.varint,
  fixed32: wireType.fixed32,
  fixed64: wireType.fixed64,
  sfixed64: wireType.fixed64,
  double: wireType.fixed64,
};

/** The wire type that a field has where it is not packed. */
export function fieldWireType({ type }: FieldSchema): number {
  if (typeof type === 'function') return wireType.bytes;
  return typeof type === 'object' ? wireType.varint : wireTypeOf[type];
}
