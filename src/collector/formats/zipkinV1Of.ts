import type { JsonEndpoint, JsonZipkinSpan } from './otlpToZipkin.ts';

/** A span in Zipkin's JSON of version 1. */
export type JsonZipkinV1Span = Readonly<Record<string, unknown>>;

const coreAnnotations: Readonly<Record<string, readonly [begin: string, end: string]>> = {
  CLIENT: ['cs', 'cr'],
  SERVER: ['sr', 'ss'],
  PRODUCER: ['ms', 'ws'],
  CONSUMER: ['wr', 'mr'],
};
const addressKeys: Readonly<Record<string, string>> = { SERVER: 'ca', PRODUCER: 'ma', CONSUMER: 'ma' };

/** The same span in version 1: kinds and times are annotations, tags and addresses binary ones (zipkin-api). */
export function zipkinV1Of(span: JsonZipkinSpan): JsonZipkinV1Span {
  const { kind, localEndpoint, remoteEndpoint, tags, annotations, ...head } = span;
  const endpoint = localEndpoint ?? {};
  const told = (annotations ?? []).map((annotation) => ({ ...annotation, endpoint }));
  const all = [...coreOf(span, endpoint), ...told];
  const binary: object[] = Object.entries(tags ?? {}).map(([key, value]) => ({ key, value, endpoint }));
  if (remoteEndpoint !== undefined) {
    binary.push({ key: addressKeys[kind ?? ''] ?? 'sa', value: true, endpoint: remoteEndpoint });
  }
  // A span that has nothing else could not say whose it is.
  if (all.length === 0 && Object.keys(tags ?? {}).length === 0)
    binary.push({ key: 'lc', value: '', endpoint });
  return { ...head, annotations: all, binaryAnnotations: binary };
}

function coreOf({ kind, timestamp, duration }: JsonZipkinSpan, endpoint: JsonEndpoint): object[] {
  const [begin, end] = coreAnnotations[kind ?? ''] ?? [];
  if (begin === undefined || timestamp === undefined) return [];
  if (duration === undefined) return [{ timestamp, value: kind === 'CONSUMER' ? end : begin, endpoint }];
  return [
    { timestamp, value: begin, endpoint },
    { timestamp: timestamp + duration, value: end, endpoint },
  ];
}
