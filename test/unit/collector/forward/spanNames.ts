import { decodeWithReference } from '../otlpReference.ts';

interface Decoded {
  readonly resourceSpans?: readonly {
    readonly scopeSpans?: readonly { readonly spans?: readonly { readonly name: string }[] }[];
  }[];
}

/** Names of the spans of an OTLP request, read by an implementation that is not ours. */
export function namesOf(request: Uint8Array): string[] {
  const { resourceSpans = [] } = decodeWithReference(request) as Decoded;
  return resourceSpans.flatMap(({ scopeSpans = [] }) =>
    scopeSpans.flatMap(({ spans = [] }) => spans.map(({ name }) => name)),
  );
}
