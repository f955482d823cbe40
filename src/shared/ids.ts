import type { Brand } from './brand.ts';

/** 32 lower-case hexadecimal digits, not all zero (W3C Trace Context, "trace-id"). */
export type TraceId = Brand<string, 'TraceId'>;

/** 16 lower-case hexadecimal digits, not all zero (W3C Trace Context, "parent-id"). */
export type SpanId = Brand<string, 'SpanId'>;

/** Number of a site within one collector's life: stable until the collector ends, then dealt anew. */
export type SiteId = Brand<number, 'SiteId'>;

/** Index of a span in a trace's columns: its place in depth-first order. */
export type SpanIndex = Brand<number, 'SpanIndex'>;

/** A trace id from text in any case, or `undefined` where the text is none. */
export function parseTraceId(text: string): TraceId | undefined {
  return isId(text, 32) ? (text.toLowerCase() as TraceId) : undefined;
}

/** A span id from text in any case, or `undefined` where the text is none. */
export function parseSpanId(text: string): SpanId | undefined {
  return isId(text, 16) ? (text.toLowerCase() as SpanId) : undefined;
}

function isId(text: string, digits: number): boolean {
  return text.length === digits && /^[0-9a-f]+$/i.test(text) && !/^0+$/.test(text);
}
