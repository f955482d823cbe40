/**
 * Messages that each stand behind their length in four bytes, the largest first, as the Collector's file
 * exporter writes protobuf and everything that it compresses. `undefined` where the bytes are no such file.
 */
export function lengthPrefixed(bytes: Uint8Array): Frames | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 5 || !beginsAsMessage(bytes.subarray(4)) || view.getUint32(0) < 2) return undefined;
  const messages: Uint8Array[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const start = at + 4;
    const end = start + view.getUint32(at);
    if (end > bytes.length) break;
    messages.push(bytes.subarray(start, end));
    at = end;
  }
  if (messages.length === 0) return undefined;
  return { messages, cutAt: at === bytes.length ? undefined : at };
}

export interface Frames {
  readonly messages: readonly Uint8Array[];
  /** Where a message begins that is not whole. */
  readonly cutAt: number | undefined;
}

/** Protobuf's first field, JSON, or zstd. */
function beginsAsMessage(bytes: Uint8Array): boolean {
  return bytes[0] === 0x0a || bytes[0] === 0x7b || (bytes[0] === 0x28 && bytes[1] === 0xb5);
}
