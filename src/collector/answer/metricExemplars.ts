import type { ExemplarsQuery, MetricExemplar, MetricExemplars } from '../../shared/metricExemplars.ts';
import type { UnixNanoText } from '../../shared/time.ts';
import { ExemplarScanner, type PointKind } from '../otlp/exemplarScanner.ts';
import { wordsOfId } from '../otlp/logIds.ts';
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
import type { JsonMessage } from '../otlp/wireToJson.ts';
import { signal } from '../store/blockFile.ts';
import { TimeSlice } from '../store/timeSlice.ts';
import type { TraceStore } from '../store/traceStore.ts';
import { attributeText } from './attributeText.ts';
import { batchOnWire, byTime, messageAt, serviceOf, spanIdIn, WantedIds } from './batchMessages.ts';
import { attributesIn, textIn } from './jsonAttributes.ts';

const mostTold = 200;
/** More are of no use to anybody, and would hold the collector up. */
const mostFound = 20_000;

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
  readonly #wanted: WantedIds;
  readonly #scanner = new ExemplarScanner();

  constructor(query: ExemplarsQuery) {
    this.#wanted = new WantedIds(query);
  }

  read(bytes: Uint8Array<ArrayBuffer>): void {
    const scanner = this.#scanner;
    const wire = batchOnWire(metricsSchema, bytes);
    scanner.each(wire, () => {
      if (!this.#wanted.standAt(wire, scanner.traceIdAt, scanner.spanIdAt)) return;
      const found = this.#exemplar(wire);
      this.found.set(JSON.stringify(found), found);
    });
  }

  #exemplar(wire: Uint8Array): MetricExemplar {
    const scanner = this.#scanner;
    const head = messageAt(metricHead, wire, scanner.metric) ?? {};
    const message = messageAt(exemplarSchema, wire, scanner.exemplar) ?? {};
    const spanId = spanIdIn(message);
    return {
      metric: textIn(head, 'name'),
      unit: textIn(head, 'unit'),
      service: serviceOf(messageAt(resourceHead, wire, scanner.resource)),
      value: numberText(message),
      timeUnixNano: (textIn(message, 'timeUnixNano') || '0') as UnixNanoText,
      ...(spanId === undefined ? {} : { spanId }),
      attributes: [
        ...attributeTexts(messageAt(pointHeads[scanner.kind], wire, scanner.point) ?? {}, 'attributes'),
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
