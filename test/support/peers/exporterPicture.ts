import type { SpanId, TraceId } from '../../../src/shared/ids.ts';
import type { CollectorApi } from '../../../src/shared/protocol.ts';
import type { Attribute, AttributeValue, SpanDetail } from '../../../src/shared/spanDetail.ts';

/**
 * What the collector says of its only trace: its spans as an indented list by name, each with all that was sent of it
 * but for times and ids. Resources are told by service and SDK alone.
 */
export async function exporterPicture(api: CollectorApi): Promise<string> {
  const { traces } = await api.traces({ limit: 10 });
  const [trace] = traces;
  if (trace === undefined) return 'no trace';
  if (traces.length > 1) return `${traces.length} traces`;
  const spans = await spansOf(api, trace.traceId);
  const names = new Map(spans.map(({ spanId, name }) => [spanId, name]));
  const lines = await Promise.all(
    spans.map(async (span) => [...spanLines(span, names), ...(await momentLines(api, span))]),
  );
  const resource = [...new Set(spans.map(({ resource }) => sdkOf(resource)))];
  return [...resource, ...lines.flat()].join('\n');
}

/** Parents before their children, these by their start. */
async function spansOf(api: CollectorApi, traceId: TraceId): Promise<readonly SpanDetail[]> {
  const columns = await api.trace({ traceId });
  const hex = Buffer.from(columns?.spanId ?? []).toString('hex');
  const ids = (hex.match(/.{16}/g) ?? []) as SpanId[];
  const details = await Promise.all(ids.map((spanId) => api.span({ traceId, spanId })));
  return details.filter((span) => span !== undefined);
}

function spanLines(span: SpanDetail, names: ReadonlyMap<SpanId, string>): readonly string[] {
  const { name, kind, status, statusMessage, scope, attributes, events, links } = span;
  const indent = span.parentSpanId === undefined ? '' : '  ';
  const message = statusMessage === '' ? '' : ` "${statusMessage}"`;
  const version = scope.version === '' ? '' : ` ${scope.version}`;
  return [
    `${indent}${name} (${kind}, ${status}${message}) by ${scope.name}${version}`,
    ...attributes
      .map(attributeText)
      .sort()
      .map((text) => `${indent}  ${text}`),
    ...events.map((event) => `${indent}  event ${event.name}: ${listText(event.attributes)}`),
    ...links.map((link) => `${indent}  link to ${names.get(link.spanId)}: ${listText(link.attributes)}`),
  ];
}

/** Logs and measurements within a span. */
async function momentLines(api: CollectorApi, { traceId, spanId }: SpanDetail): Promise<readonly string[]> {
  const { records } = await api.logs({ traceId, spanId });
  const { exemplars } = await api.exemplars({ traceId, spanId });
  return [
    ...records.map(
      ({ severity, severityText, body, attributes }) =>
        `    log ${severity} ${severityText} "${body}": ${listText(attributes)}`,
    ),
    ...exemplars.map(
      ({ metric, unit, value, attributes }) =>
        `    exemplar ${metric} ${value} ${unit}: ${attributes.map(([key, text]) => `${key}=${text}`).join(', ')}`,
    ),
  ];
}

function sdkOf(resource: readonly Attribute[]): string {
  const named = ['service.name', 'telemetry.sdk.language'];
  return listText(resource.filter(({ key }) => named.includes(key)));
}

/** By key, since SDKs send them in whatever order. */
function listText(attributes: readonly Attribute[]): string {
  return attributes.map(attributeText).sort().join(', ');
}

function attributeText({ key, value }: Attribute): string {
  return `${key} = ${valueText(value)}`;
}

function valueText({ type, ...rest }: AttributeValue): string {
  if (!('value' in rest)) return type;
  const { value } = rest;
  if (typeof value === 'string') return `${type} ${JSON.stringify(value)}`;
  if (typeof value === 'boolean') return `${type} ${value}`;
  return `${type} [${value.map((one) => ('key' in one ? attributeText(one) : valueText(one))).join(', ')}]`;
}
