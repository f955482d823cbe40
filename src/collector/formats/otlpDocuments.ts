import { messageToWire } from '../otlp/messageToWire.ts';
import { resourceSpansSchema, scopeSpansSchema, spanSchema } from '../otlp/tracesSchema.ts';
import { wireType } from '../otlp/wireReader.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import { WireWriter } from '../otlp/wireWriter.ts';
import type { DocumentFormat, ExportedGroup, TraceSegment } from './exportedSpan.ts';
import { writeGroup } from './spanGroups.ts';

/** One request in OTLP JSON. */
export const otlpJsonDocument: DocumentFormat = {
  opening: '{"resourceSpans":[',
  closing: ']}\n',
  content: (segments, first) => {
    const resources = resourceMessages(segments).map((message) => JSON.stringify(message));
    return `${first || resources.length === 0 ? '' : ','}${resources.join(',\n')}`;
  },
};

/** A request a line, as the Collector's file exporter writes them. */
export const otlpLinesDocument: DocumentFormat = {
  opening: '',
  closing: '',
  content: (segments) =>
    segments
      .filter(({ spans }) => spans.length > 0)
      .map((segment) => `${JSON.stringify({ resourceSpans: resourceMessages([segment]) })}\n`)
      .join(''),
};

/** Requests one after the other, which are one request to protobuf. */
export const otlpWireDocument: DocumentFormat = {
  opening: '',
  closing: '',
  content: (segments) => {
    const writer = new WireWriter();
    for (const [{ resource, scope }, spans] of byGroup(segments)) {
      const head = {
        resource: messageToWire(resourceSpansSchema, resource, 'resource'),
        scope: messageToWire(scopeSpansSchema, scope, 'scope'),
      };
      writeGroup(writer, head, spansBytes(spans));
    }
    return writer.finish();
  },
};

/** Spans that came under the same scope of the same message stay together. */
function resourceMessages(segments: readonly TraceSegment[]): JsonMessage[] {
  return [...byGroup(segments)].map(([{ resource, scope }, spans]) => ({
    ...resource,
    scopeSpans: [{ ...scope, spans }],
  }));
}

function byGroup(segments: readonly TraceSegment[]): Map<ExportedGroup, JsonMessage[]> {
  const groups = new Map<ExportedGroup, JsonMessage[]>();
  for (const { spans } of segments) {
    for (const { group, span } of spans) {
      const list = groups.get(group) ?? [];
      groups.set(group, list);
      list.push(span);
    }
  }
  return groups;
}

function spansBytes(spans: readonly JsonMessage[]): Uint8Array {
  const writer = new WireWriter();
  for (const span of spans) {
    writer.tag(2, wireType.bytes);
    writer.bytes(messageToWire(spanSchema, span, 'span'));
  }
  return writer.finish();
}
