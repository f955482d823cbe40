import type { SpanId } from '../../shared/ids.ts';
import type { ExemplarsQuery, MetricExemplar, MetricExemplars } from '../../shared/metricExemplars.ts';
import type { UnixNanoText } from '../../shared/time.ts';
import { ExemplarScanner, type PointKind } from '../otlp/exemplarScanner.ts';
import { jsonToWire } from '../otlp/jsonToWire.ts';
import { isJsonBatch, wordsOfId } from '../otlp/logIds.ts';
import type { ByteRange } from '../otlp/logScanner.ts';
import type { MessageSchema } from '../otlp/messageSchema.ts';
import {
  exemplarSchema,
  exponentialHistogramDataPointSchema,
  histogramDataPointSchema,
  metricSchema,
  metricsSchema,
  numberDataPointSchema,
  resourceMetricsSchema,
} from '../otlp/metricsSchema.ts';
import { MalformedError } from '../otlp/wireReader.ts';
import { type JsonMessage, wireToJson } from '../otlp/wireToJson.ts';
import { signal } from '../store/blockFile.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributeText } from './attributeText.ts';
import { attributesIn, messageIn, textIn } from './jsonAttributes.ts';

const mostTold = 200;
/** More are of no use to anybody, and would hold the collector up. */
const mostFound = 20_000;
const unknownService = 'unknown_service';

/** Messages around exemplars without what is inside of them. */
const resourceHead = resourceMetricsSchema.without('scopeMetrics');
const metricHead = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'].reduce(
  (schema, data) => schema.without(data),
  metricSchema,
);
const pointHeads: Readonly<Record<PointKind, MessageSchema>> = {
  number: numberDataPointSchema.without('exemplars'),
  histogram: histogramDataPointSchema.without('exemplars'),
  exponentialHistogram: exponentialHistogramDataPointSchema.without('exemplars'),
};

/** Measurements that name a trace or one of its spans, by time. One that was sent again and again is told once. */
export async function metricExemplars(store: TraceStore, query: ExemplarsQuery): Promise<MetricExemplars> {
  const slice = new TimeSlice();
  const reader = new BatchReader(query);
  for (const rowId of await store.exemplars.blocksOf(wordsOfId(query.spanId ?? query.traceId))) {
    if (slice.isOver) await slice.rest();
    if (reader.found.size >= mostFound) break;
    const bytes = store.file.readOf(rowId, signal.metrics);
    if (bytes !== undefined) reader.read(bytes);
  }
  const exemplars = [...reader.found.values()].sort(byTime);
  return { exemplars: exemplars.slice(0, mostTold), total: exemplars.length };
}

/** Decodes the exemplars of one trace, or of one span, and passes over the others. */
class BatchReader {
  /** By all that they say: an SDK may report an exemplar with every collection until there is a newer one. */
  readonly found = new Map<string, MetricExemplar>();
  readonly #traceId: Uint8Array;
  readonly #spanId: Uint8Array | undefined;
  readonly #scanner = new ExemplarScanner();

  constructor({ traceId, spanId }: ExemplarsQuery) {
    this.#traceId = Buffer.from(traceId, 'hex');
    this.#spanId = spanId === undefined ? undefined : Buffer.from(spanId, 'hex');
  }

  read(bytes: Uint8Array<ArrayBuffer>): void {
    const wire = isJsonBatch(bytes) ? transcoded(bytes) : bytes;
    this.#scanner.each(wire, () => {
      if (!this.#isWanted(wire)) return;
      const found = this.#exemplar(wire);
      this.found.set(JSON.stringify(found), found);
    });
  }

  #isWanted(bytes: Uint8Array): boolean {
    const { traceIdAt, spanIdAt } = this.#scanner;
    if (!standsAt(bytes, traceIdAt, this.#traceId)) return false;
    return this.#spanId === undefined || standsAt(bytes, spanIdAt, this.#spanId);
  }

  #exemplar(wire: Uint8Array): MetricExemplar {
    const scanner = this.#scanner;
    const head = messageAt(metricHead, wire, scanner.metric);
    const message = messageAt(exemplarSchema, wire, scanner.exemplar);
    const spanId = textIn(message, 'spanId');
    return {
      metric: textIn(head, 'name'),
      unit: textIn(head, 'unit'),
      service: serviceOf(messageAt(resourceHead, wire, scanner.resource)),
      value: numberText(message),
      timeUnixNano: (textIn(message, 'timeUnixNano') || '0') as UnixNanoText,
      ...(spanId.length !== 16 || /^0*$/.test(spanId) ? {} : { spanId: spanId as SpanId }),
      attributes: [
        ...attributeTexts(messageAt(pointHeads[scanner.kind], wire, scanner.point), 'attributes'),
        ...attributeTexts(message, 'filteredAttributes'),
      ],
    };
  }
}

/** Integers as they were sent, numbers as the shortest text that is the same number. */
function numberText(message: JsonMessage): string {
  return String(message['asInt'] ?? message['asDouble'] ?? '');
}

function attributeTexts(message: JsonMessage, name: string): [string, string][] {
  const attributes = attributesIn({ attributes: message[name] ?? [] });
  return attributes.map(({ key, value }) => [key, attributeText(value)]);
}

function serviceOf(resourceMetrics: JsonMessage): string {
  const attributes = attributesIn(messageIn(resourceMetrics, 'resource'));
  const name = attributes.find(({ key }) => key === 'service.name')?.value;
  return name?.type === 'string' && name.value !== '' ? name.value : unknownService;
}

function standsAt(bytes: Uint8Array, at: number, id: Uint8Array): boolean {
  if (at < 0) return false;
  for (let i = 0; i < id.length; i++) if (bytes[at + i] !== id[i]) return false;
  return true;
}

/** Batches of older stores are kept as they were sent. One that is broken says nothing. */
function transcoded(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    return jsonToWire(metricsSchema, bytes);
  } catch (error) {
    if (error instanceof MalformedError) return new Uint8Array();
    throw error;
  }
}

/** Empty where it is broken. */
function messageAt(schema: MessageSchema, bytes: Uint8Array, { start, end }: ByteRange): JsonMessage {
  try {
    return wireToJson(schema, bytes, start, end);
  } catch (error) {
    if (error instanceof MalformedError) return {};
    throw error;
  }
}

/** Decimal digits without leading zeros: the longer one is the greater one. */
function byTime({ timeUnixNano: a }: MetricExemplar, { timeUnixNano: b }: MetricExemplar): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
