import { parseSpanId, parseTraceId } from '../shared/ids.ts';
import type { TraceReference } from '../shared/traceReference.ts';

/** The extension's id, which VS Code takes as the authority of links to it. */
const authority = 'spanline.spanline';

/**
 * Of links in a browser's window, where nothing hands links to extensions: VS Code opens them as documents, whose content
 * we give.
 */
export const documentScheme = 'spanline-trace';

/** A link that opens a trace, here or in another window of the same user. `scheme` is the one of this VS Code. */
export function traceLink(scheme: string, { traceId, spanId }: TraceReference): string {
  const span = spanId === undefined ? '' : `?span=${spanId}`;
  return `${scheme}://${authority}/trace/${traceId}${span}`;
}

/** Reads the path and the query of a link; anything can open one, so anything else is `undefined`. */
export function readTraceLink(path: string, query: string): TraceReference | undefined {
  const [, id = ''] = /^\/trace\/([0-9a-f]+)\/?$/i.exec(path) ?? [];
  const traceId = parseTraceId(id);
  if (traceId === undefined) return undefined;
  const spanId = parseSpanId(/(?:^|&)span=([0-9a-f]+)(?:&|$)/i.exec(query)?.[1] ?? '');
  return spanId === undefined ? { traceId } : { traceId, spanId };
}
