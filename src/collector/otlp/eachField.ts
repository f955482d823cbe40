import type { WireReader } from './wireReader.ts';

/** Reads the message's fields up to `end`: calls `read` for those with the wanted tag, skips the others. */
export function eachField(reader: WireReader, wanted: number, end: number, read: () => void): void {
  while (reader.pos < end) {
    const next = reader.tag();
    if (next === wanted) read();
    else reader.skip(next);
  }
}

/**
 * Reads the first field with the wanted tag, wherever it stands among the others. Encoders write it first, so
 * that all that comes after it need not be walked over.
 */
export function findFirst(reader: WireReader, wanted: number, end: number, read: () => void): void {
  while (reader.pos < end) {
    const next = reader.tag();
    if (next === wanted) {
      read();
      return;
    }
    reader.skip(next);
  }
}
