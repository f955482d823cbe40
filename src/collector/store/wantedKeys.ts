import { ascii, matches } from '../otlp/byteText.ts';
import { placeKeys, urlKeys } from '../otlp/placeKeys.ts';
import type { PlaceRanges } from '../otlp/placeRanges.ts';

const kind = { server: 2, producer: 4, consumer: 5 } as const;
const routeKey = placeKeys.indexOf('http.route');
const pathKey = placeKeys.indexOf('url.path');
const targetKey = placeKeys.indexOf('http.target');
/** Of the field of an empty text: some frameworks send that as the route of the root. */
const emptyTextBytes = 4;

/** Who enters a process or sends a message makes no statement; one on such a span is that of a span below. */
const statementKeys = ['db.query.text', 'db.statement'];

export const everyKey = allBut([]);
const serverKeys = allBut(statementKeys);
const noUrl = allBut([...statementKeys, ...urlKeys]);
const noOtherPath = allBut([...statementKeys, ...urlKeys, 'http.target']);
const routeAlone = allBut([...statementKeys, ...urlKeys, 'http.target', 'url.path']);
const noPath = allBut([...urlKeys, 'http.target', 'url.path']);

/** ASP.NET's route by convention is one for all controllers: `{controller=Home}/{action=Index}/{id?}`. */
const convention = ascii('{controller=');

/**
 * By the number of a key, 1 for what tells the place of a span. A path stands in for a route only on SERVER spans
 * that have none of their own; of several that mean it, the plainest counts.
 */
export function wantedKeys(
  bytes: Uint8Array,
  { keys, ranges, count }: PlaceRanges,
  spanKind: number,
): Uint8Array {
  if (spanKind === kind.producer || spanKind === kind.consumer) return routeAlone;
  if (spanKind !== kind.server) return noPath;
  let hasPath = false;
  let hasTarget = false;
  for (let i = 0; i < count; i++) {
    const key = keys[i] as number;
    if (key === routeKey && tellsRoute(bytes, ranges[2 * i] as number, ranges[2 * i + 1] as number))
      return routeAlone;
    hasPath ||= key === pathKey;
    hasTarget ||= key === targetKey;
  }
  if (hasPath) return noOtherPath;
  return hasTarget ? noUrl : serverKeys;
}

function tellsRoute(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start <= emptyTextBytes) return false;
  for (let at = start; at <= end - convention.length; at++) {
    if (bytes[at] === convention[0] && matches(bytes, at, at + convention.length, convention)) return false;
  }
  return true;
}

function allBut(keys: readonly string[]): Uint8Array {
  return Uint8Array.from(placeKeys, (key) => (keys.includes(key) ? 0 : 1));
}
