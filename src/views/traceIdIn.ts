import { parseTraceId, type TraceId } from '../shared/ids.ts';

/** The first trace id in a text, so that a `traceparent` or a log line can be pasted whole. */
export function traceIdIn(text: string): TraceId | undefined {
  const id = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/i.exec(text)?.[0];
  return id === undefined ? undefined : parseTraceId(id);
}
