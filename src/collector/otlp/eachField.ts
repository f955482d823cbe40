import type { WireReader } from './wireReader.ts';

/** Reads the message's fields up to `end`: calls `read` for those with the wanted tag, skips the others. */
export function eachField(reader: WireReader, wanted: number, end: number, read: () => void): void {
  while (reader.pos < end) {
    const next = reader.tag();
    if (next === wanted) read();
    else reader.skip(next);
  }
}
