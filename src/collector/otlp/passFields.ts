import { tag } from './traceTags.ts';

/**
 * Passes over the short fields of a span that say nothing to the caller: ids, name, kind and times, and attributes
 * whose key has a length that is of no use: `rankOfLength` of it, an array of 256, is not below `rank`. Answers where
 * the first field stands that is to be read.
 */
export function passFields(
  bytes: Uint8Array,
  start: number,
  end: number,
  rankOfLength: Uint8Array,
  rank: number,
): number {
  let pos = start;
  while (pos + 4 <= end) {
    const next = endOfPassed(bytes, pos, rankOfLength, rank);
    if (next < 0 || next > end) return pos;
    pos = next;
  }
  return pos;
}

/** Where the field ends, or −1 where it is to be read. */
function endOfPassed(bytes: Uint8Array, pos: number, rankOfLength: Uint8Array, rank: number): number {
  const second = bytes[pos + 1] as number;
  switch (bytes[pos]) {
    case tag.attributes:
      if (second >= 128 || bytes[pos + 2] !== tag.key) return -1;
      return (rankOfLength[bytes[pos + 3] as number] as number) < rank ? -1 : pos + 2 + second;
    case tag.traceId:
    case tag.spanId:
    case tag.parentSpanId:
    case tag.name:
      return second < 128 ? pos + 2 + second : -1;
    case tag.kind:
      return second < 128 ? pos + 2 : -1;
    case tag.startTime:
    case tag.endTime:
      return pos + 9;
    default:
      return -1;
  }
}
