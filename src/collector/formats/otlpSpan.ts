import { messageToWire } from '../otlp/messageToWire.ts';
import { resourceSpansSchema, scopeSpansSchema } from '../otlp/tracesSchema.ts';
import type { JsonMessage } from '../otlp/wireToJson.ts';
import {
  type AttributeMap,
  intValue,
  isMessage,
  keyValues,
  stringValue,
  takeText,
  textOf,
} from './anyValue.ts';
import type { SpanHead } from './spanGroups.ts';

/** Numbers of OTLP's `Span.SpanKind` by the names that other formats use. */
const kindNumbers: ReadonlyMap<string, number> = new Map([
  ['internal', 1],
  ['server', 2],
  ['client', 3],
  ['producer', 4],
  ['consumer', 5],
]);

export const statusCode = { unset: 0, ok: 1, error: 2 } as const;

/** 0, unspecified, for every other name. */
export function kindNumber(name: string): number {
  return kindNumbers.get(name.toLowerCase()) ?? 0;
}

/** The name of a kind; `undefined` for unspecified. */
export function kindName(kind: unknown): string | undefined {
  return [...kindNumbers].find(([, number]) => number === kind)?.[0];
}

/** Heads of spans by what is in them, so that spans of the same resource and scope come in one group. */
export class SpanHeads {
  readonly #heads = new Map<string, SpanHead>();
  /** Texts of resources that many spans share. */
  readonly #resources = new WeakMap<AttributeMap, string>();

  /**
   * The head of a resource and of the scope that the span's attributes name (`otel.scope.name`, before
   * `otel.library.name`; OpenTelemetry specification, "Transformation to non-OTLP formats"), which are taken out.
   */
  of(resource: AttributeMap, span: AttributeMap): SpanHead {
    const name = takeText(span, 'otel.scope.name') ?? takeText(span, 'otel.library.name') ?? '';
    const version = takeText(span, 'otel.scope.version') ?? takeText(span, 'otel.library.version') ?? '';
    span.delete('otel.library.name');
    span.delete('otel.library.version');
    const key = JSON.stringify([this.#resourceText(resource), name, version]);
    const known = this.#heads.get(key);
    if (known !== undefined) return known;
    const head = {
      resource: messageToWire(
        resourceSpansSchema,
        { resource: { attributes: keyValues(resource) } },
        'resource',
      ),
      scope: messageToWire(scopeSpansSchema, { scope: withoutEmpty({ name, version }) }, 'scope'),
    };
    this.#heads.set(key, head);
    return head;
  }

  #resourceText(resource: AttributeMap): string {
    const known = this.#resources.get(resource);
    if (known !== undefined) return known;
    const text = JSON.stringify([...resource]);
    this.#resources.set(resource, text);
    return text;
  }
}

/** Without fields that have the default value. */
export function withoutEmpty(message: JsonMessage): JsonMessage {
  return Object.fromEntries(
    Object.entries(message).filter(
      ([, value]) => value !== '' && value !== 0 && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** Sets the attributes that tell the scope, where formats have no place for it. */
export function addScope(attributes: AttributeMap, scopeSpans: JsonMessage): void {
  const scope = isMessage(scopeSpans['scope']) ? scopeSpans['scope'] : {};
  for (const name of ['name', 'version']) {
    const text = textOf(scope[name]);
    if (text !== '') attributes.set(`otel.scope.${name}`, stringValue(text));
  }
}

/** Sets the attributes that tell the trace state and what was dropped of a span. */
export function addSpanCounts(attributes: AttributeMap, span: JsonMessage): void {
  const counts = {
    'otel.dropped_attributes_count': span['droppedAttributesCount'],
    'otel.dropped_events_count': span['droppedEventsCount'],
    'otel.dropped_links_count': span['droppedLinksCount'],
  };
  for (const [key, count] of Object.entries(counts)) {
    if (typeof count === 'number' && count > 0) attributes.set(key, intValue(count));
  }
  const traceState = textOf(span['traceState']);
  if (traceState !== '') attributes.set('w3c.tracestate', stringValue(traceState));
}
