import { createHash } from 'node:crypto';

/** How many spans each trace of `traceRequest` has. */
export const spansPerTrace = 3;

const startNano = 1_790_000_000_000_000_000n;

/** Values of every kind that OTLP knows, with the extremes of those that have any. */
const attributes = [
  ['text', { stringValue: 'tea ☕ \u0000 "quoted"' }],
  ['empty text', { stringValue: '' }],
  ['yes', { boolValue: true }],
  ['no', { boolValue: false }],
  ['largest', { intValue: '9223372036854775807' }],
  ['smallest', { intValue: '-9223372036854775808' }],
  ['zero', { intValue: '0' }],
  ['tenth', { doubleValue: 0.1 }],
  ['huge', { doubleValue: 1e300 }],
  ['bytes', { bytesValue: 'AAH/gA==' }],
  ['list', { arrayValue: { values: [{ stringValue: 'a' }, { intValue: '1' }, { arrayValue: {} }] } }],
  ['map', { kvlistValue: { values: [{ key: 'inner', value: { doubleValue: -2.5 } }] } }],
] as const;

/** A trace of which everything is known. */
export interface PeerTrace {
  /** Different for every pair of these; otherwise alike. */
  readonly seed: string;
  readonly index: number;
}

/** The id of a trace, 32 hex digits, spread as random ones are. */
export function traceIdOf({ seed, index }: PeerTrace): string {
  return createHash('sha256').update(`${seed} ${index}`).digest('hex').slice(0, 32);
}

/**
 * An OTLP/JSON request with one trace: a server span of the shop with two children, the second in another service. By
 * its index it takes from 0 to 240 ms, every fifth has failed, and every third is a gold customer's.
 */
export function traceRequest(trace: PeerTrace): object {
  const { index } = trace;
  const start = startNano + BigInt(index) * 1_000_000_000n;
  const millis = BigInt((index % 7) * 40);
  const [root, query, ship] = ['root', 'query', 'ship'].map((name) => idOf(trace, name));
  const tier = index % 3 === 0 ? 'gold' : 'silver';
  const traceId = traceIdOf(trace);
  return {
    resourceSpans: [
      resourceOf('shop', [
        {
          traceId,
          spanId: root,
          traceState: 'vendor=42',
          flags: 257,
          name: 'POST /orders',
          kind: 2,
          startTimeUnixNano: String(start),
          endTimeUnixNano: String(start + millis * 1_000_000n),
          attributes: [...attributes.map(([key, value]) => ({ key, value })), text('customer.tier', tier)],
          droppedAttributesCount: 3,
          status: { code: 1 },
        },
        {
          traceId,
          spanId: query,
          parentSpanId: root,
          flags: 257,
          name: 'INSERT orders',
          kind: 3,
          startTimeUnixNano: String(start),
          endTimeUnixNano: String(start + (millis * 1_000_000n) / 2n),
          events: [
            { timeUnixNano: String(start + 1n), name: 'retry', attributes: [text('why', 'deadlock')] },
            { timeUnixNano: String(start + 2n), name: 'done', droppedAttributesCount: 1 },
          ],
          droppedEventsCount: 2,
          links: [
            { traceId, spanId: root, traceState: 'a=1', attributes: [text('rel', 'cause')], flags: 257 },
          ],
          status: index % 5 === 0 ? { code: 2, message: 'duplicate key' } : {},
        },
      ]),
      resourceOf('stock', [
        {
          traceId,
          spanId: ship,
          parentSpanId: root,
          flags: 769,
          name: 'ship',
          kind: 5,
          startTimeUnixNano: String(start),
          endTimeUnixNano: String(start),
        },
      ]),
    ],
  };
}

/** An OTLP/JSON request with two log records, the first of them within the trace. */
export function logRequest(trace: PeerTrace): object {
  const timeUnixNano = String(startNano + 5n);
  return {
    resourceLogs: [
      {
        resource: { attributes: [text('service.name', 'shop')] },
        scopeLogs: [
          {
            scope: { name: 'till', version: '1.0' },
            logRecords: [
              {
                timeUnixNano,
                observedTimeUnixNano: timeUnixNano,
                severityNumber: 13,
                severityText: 'WARN',
                body: { stringValue: `stock is low ${trace.seed}` },
                attributes: [text('sku', 'mug')],
                flags: 1,
                traceId: traceIdOf(trace),
                spanId: idOf(trace, 'query'),
              },
              { timeUnixNano, body: { kvlistValue: { values: [text('at', 'night')] } } },
            ],
          },
        ],
      },
    ],
  };
}

/** An OTLP/JSON request with a metric of every kind; the histogram's exemplar names a span of the trace. */
export function metricRequest(trace: PeerTrace): object {
  const times = { startTimeUnixNano: String(startNano), timeUnixNano: String(startNano + 7n) };
  const exemplars = [
    {
      timeUnixNano: String(startNano + 6n),
      asDouble: 3.5,
      traceId: traceIdOf(trace),
      spanId: idOf(trace, 'query'),
      filteredAttributes: [text('sku', 'mug')],
    },
  ];
  const point = { ...times, attributes: [text('shop', trace.seed)] };
  return {
    resourceMetrics: [
      {
        resource: { attributes: [text('service.name', 'shop')] },
        scopeMetrics: [
          {
            scope: { name: 'till' },
            metrics: [
              { name: 'queue', unit: '1', gauge: { dataPoints: [{ ...point, asInt: '-3' }] } },
              {
                name: 'orders',
                sum: {
                  aggregationTemporality: 2,
                  isMonotonic: true,
                  dataPoints: [{ ...point, asDouble: 0.5 }],
                },
              },
              {
                name: 'check.duration',
                unit: 'ms',
                histogram: {
                  aggregationTemporality: 1,
                  dataPoints: [
                    {
                      ...point,
                      count: '1',
                      sum: 3.5,
                      bucketCounts: ['0', '1'],
                      explicitBounds: [1],
                      exemplars,
                    },
                  ],
                },
              },
              {
                name: 'check.spread',
                exponentialHistogram: {
                  aggregationTemporality: 2,
                  dataPoints: [
                    {
                      ...point,
                      count: '3',
                      sum: 9,
                      scale: 2,
                      zeroCount: '1',
                      positive: { offset: 1, bucketCounts: ['2'] },
                    },
                  ],
                },
              },
              {
                name: 'check.quantiles',
                summary: {
                  dataPoints: [
                    { ...point, count: '2', sum: 4, quantileValues: [{ quantile: 0.5, value: 2 }] },
                  ],
                },
              },
            ],
          },
        ],
      },
    ],
  };
}

function resourceOf(service: string, spans: readonly object[]): object {
  const resource = { attributes: [text('service.name', service), text('host.name', 'ada')] };
  const scope = { name: 'checkout', version: '2.1', attributes: [text('scoped', 'yes')] };
  return {
    resource,
    schemaUrl: 'https://opentelemetry.io/schemas/1.30.0',
    scopeSpans: [{ scope, spans, schemaUrl: 'https://opentelemetry.io/schemas/1.31.0' }],
  };
}

function idOf({ seed, index }: PeerTrace, name: string): string {
  return createHash('sha256').update(`${seed} ${index} ${name}`).digest('hex').slice(0, 16);
}

function text(key: string, value: string): object {
  return { key, value: { stringValue: value } };
}
