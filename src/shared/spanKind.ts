/** Names of OTLP's `Span.SpanKind`, by number. */
export const spanKinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export type SpanKind = (typeof spanKinds)[number];

/** Names of OTLP's `Status.StatusCode`, by number. */
export const statusCodes = ['unset', 'ok', 'error'] as const;
export type StatusCode = (typeof statusCodes)[number];

export function spanKindOf(code: number): SpanKind {
  return spanKinds[code] ?? 'unspecified';
}

export function statusCodeOf(code: number): StatusCode {
  return statusCodes[code] ?? 'unset';
}
