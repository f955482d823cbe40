import type { SpanId } from '../shared/ids.ts';

interface ScopeSpans {
  readonly spans?: readonly { readonly spanId?: string }[];
}

interface ResourceSpans {
  readonly scopeSpans?: readonly ScopeSpans[];
}

/** Of an OTLP JSON document the one span, still in its resource and scope, as indented JSON; `undefined` where it is not there. */
export function spanJson(document: string, spanId: SpanId): string | undefined {
  const { resourceSpans = [] } = JSON.parse(document) as { resourceSpans?: readonly ResourceSpans[] };
  const own = resourceSpans
    .map((resource) => ({ ...resource, scopeSpans: withSpan(resource.scopeSpans ?? [], spanId) }))
    .filter((resource) => resource.scopeSpans.length > 0);
  if (own.length === 0) return undefined;
  return `${JSON.stringify({ resourceSpans: own }, undefined, 2)}\n`;
}

function withSpan(scopes: readonly ScopeSpans[], spanId: SpanId): readonly ScopeSpans[] {
  return scopes
    .map((scope) => ({
      ...scope,
      spans: (scope.spans ?? []).filter((span) => span.spanId?.toLowerCase() === spanId),
    }))
    .filter((scope) => scope.spans.length > 0);
}
