import { oneLine } from '../shared/oneLine.ts';
import { mostHeadCharacters, readSharedHead, type SharedTrace, sharedHead } from '../shared/sharedTrace.ts';
import { gunzipStart, gzip, isGzip } from './gzipBytes.ts';

/** End of the names of shared files. */
export const sharedExtension = '.spanline.gz';

/** An OTLP JSON document as a file that another Spanline opens as it was seen here. */
export function sharedFile(document: Uint8Array, shared: SharedTrace): Promise<Uint8Array> {
  const head = new TextEncoder().encode(sharedHead(shared));
  const whole = new Uint8Array(head.length + document.length - 1);
  whole.set(head);
  // The head stands in the place of the opening brace.
  whole.set(document.subarray(1), head.length);
  return gzip(whole);
}

/** What a file says of how it is to be shown; only its beginning is read. */
export async function readSharedFile(bytes: Uint8Array): Promise<SharedTrace | undefined> {
  const start = isGzip(bytes) ? await gunzipStart(bytes, mostHeadCharacters) : bytes;
  return readSharedHead(new TextDecoder().decode(start.subarray(0, mostHeadCharacters)));
}

/** The root's name, as file systems take it. */
export function sharedFileName(root: string): string {
  const name = oneLine(root)
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return `${name || 'trace'}${sharedExtension}`;
}
