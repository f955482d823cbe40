import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hideBrokenRecords } from '../../../../src/collector/otlp/hideBrokenRecords.ts';
import { jsonToWire } from '../../../../src/collector/otlp/jsonToWire.ts';
import { logsSchema } from '../../../../src/collector/otlp/logsSchema.ts';
import type { MessageSchema } from '../../../../src/collector/otlp/messageSchema.ts';
import { messageToWire } from '../../../../src/collector/otlp/messageToWire.ts';
import { metricsSchema } from '../../../../src/collector/otlp/metricsSchema.ts';
import { RefusedRecords } from '../../../../src/collector/otlp/refusedRecords.ts';
import { tracesSchema } from '../../../../src/collector/otlp/tracesSchema.ts';
import { wireToJson } from '../../../../src/collector/otlp/wireToJson.ts';
import { decodeWithReference, encodeWithReference, type ReferenceType } from '../otlpReference.ts';

const traceId = '5b8efff798038103d269b633813fc60c';
const spanId = 'eee19b7ec3c1b174';
const attributes = [
  { key: 'list', value: { arrayValue: { values: [{ intValue: '-5' }, {}] } } },
  { key: 'none' },
];
const exemplars = [
  { timeUnixNano: '3', asDouble: 0, spanId, traceId, filteredAttributes: attributes },
  { timeUnixNano: '4', asInt: '-9223372036854775808' },
];
const times = { startTimeUnixNano: '1544712660000000001', timeUnixNano: '18446744073709551615' };
const resource = {
  attributes,
  droppedAttributesCount: 1,
  entityRefs: [{ type: 'service', idKeys: ['a', 'b'] }],
};
const scope = { name: 's', version: '1', attributes, droppedAttributesCount: 2 };

/** Every field there is, with values that are easily broken. */
const logs = {
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          scope,
          logRecords: [
            {
              timeUnixNano: '1544712660123456789',
              severityNumber: 24,
              severityText: 'ж🙂',
              body: { kvlistValue: { values: [{ key: 'x', value: { bytesValue: 'AP8Q' } }] } },
              attributes,
              droppedAttributesCount: 4_294_967_295,
              flags: 1,
              traceId,
              spanId,
              observedTimeUnixNano: '2',
              eventName: 'e',
            },
            { body: { stringValue: '' } },
          ],
          schemaUrl: 'https://example.org/1',
        },
      ],
      schemaUrl: 'https://example.org/2',
    },
  ],
};

const buckets = { offset: -7, bucketCounts: ['0', '18446744073709551615'] };
const metrics = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        {
          scope,
          metrics: [
            {
              name: 'gauge',
              description: 'd',
              unit: '1',
              gauge: { dataPoints: [{ ...times, asInt: '-1', exemplars, attributes, flags: 1 }] },
              metadata: attributes,
            },
            {
              name: 'sum',
              sum: {
                dataPoints: [{ ...times, asDouble: 0 }, { asDouble: 'NaN' }, { asDouble: '-Infinity' }],
                aggregationTemporality: 2,
                isMonotonic: true,
              },
            },
            {
              name: 'histogram',
              histogram: {
                dataPoints: [
                  {
                    ...times,
                    count: '18446744073709551615',
                    sum: 0,
                    bucketCounts: ['1', '2', '0'],
                    explicitBounds: [-1.5, 'Infinity'],
                    exemplars,
                    attributes,
                    flags: 1,
                    min: 0,
                    max: 2,
                  },
                  { count: '0' },
                ],
                aggregationTemporality: 1,
              },
            },
            {
              name: 'exponential',
              exponentialHistogram: {
                dataPoints: [
                  {
                    attributes,
                    ...times,
                    count: '3',
                    sum: 1.25,
                    scale: -2_147_483_648,
                    zeroCount: '1',
                    positive: buckets,
                    negative: { offset: 2_147_483_647, bucketCounts: [] },
                    flags: 1,
                    exemplars,
                    min: -1,
                    max: 1,
                    zeroThreshold: 0.5,
                  },
                ],
                aggregationTemporality: 2,
              },
            },
            {
              name: 'summary',
              summary: {
                dataPoints: [
                  {
                    ...times,
                    count: '2',
                    sum: 4,
                    quantileValues: [
                      { quantile: 0.5, value: 1 },
                      { quantile: 1, value: 3 },
                    ],
                    attributes,
                    flags: 1,
                  },
                ],
              },
            },
            { name: 'nothing yet', gauge: {} },
          ],
          schemaUrl: 'https://example.org/1',
        },
      ],
      schemaUrl: 'https://example.org/2',
    },
  ],
};

const signals: readonly (readonly [string, MessageSchema, ReferenceType, object])[] = [
  ['logs', logsSchema, 'LogsData', logs],
  ['metrics', metricsSchema, 'MetricsData', metrics],
];

/** Lists that are empty are not told. */
function withoutEmpty(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) =>
      Array.isArray(inner) && inner.length === 0 ? undefined : inner,
    ),
  );
}

test.each(signals)(
  'nothing of %s is lost from JSON to protobuf and back',
  (_name, schema, _type, message) => {
    for (const wire of [
      jsonToWire(schema, JSON.stringify(message)),
      messageToWire(schema, message, 'the body'),
    ]) {
      expect(wireToJson(schema, wire, 0, wire.length)).toEqual(withoutEmpty(message));
    }
  },
);

/** What protobufjs makes of a document by itself: to it, ids are bytes like others, in base64. */
function referenceOf(json: string, type: ReferenceType): Record<string, unknown> {
  const message = JSON.parse(json, (key, value: unknown) =>
    /^(?:trace|span|parentSpan)Id$/.test(key) ? Buffer.from(String(value), 'hex').toString('base64') : value,
  ) as Record<string, unknown>;
  return decodeWithReference(encodeWithReference(message, type), type);
}

const zeroWhereMissing = [
  'count',
  'zeroCount',
  'zeroThreshold',
  'scale',
  'offset',
  'droppedAttributesCount',
  'flags',
];

/** Defaults are not told apart from what is missing, as in proto3; entities are not part of the reference. */
function comparable(message: Record<string, unknown>): unknown {
  const text = JSON.stringify(message, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
  );
  return JSON.parse(text, (key, value: unknown) =>
    key === 'entityRefs' || (zeroWhereMissing.includes(key) && Number(value) === 0)
      ? undefined
      : isBuffer(value)
        ? Buffer.from(value.data).toString('hex')
        : value,
  );
}

/** As `Buffer` tells itself in JSON. */
function isBuffer(value: unknown): value is { readonly data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
}

const examples = join(import.meta.dirname, '../../../fixtures/otlp/opentelemetry-proto');
const example = (file: string): string => readFileSync(join(examples, file), 'utf8');
const documents: readonly (readonly [string, MessageSchema, ReferenceType, string])[] = [
  ...signals.map(([name, schema, type, message]) => [name, schema, type, JSON.stringify(message)] as const),
  ['trace.json', tracesSchema, 'TracesData', example('trace.json')],
  ['logs.json', logsSchema, 'LogsData', example('logs.json')],
  ['metrics.json', metricsSchema, 'MetricsData', example('metrics.json')],
];

test.each(documents)(
  '%s is the same to us and to an independent implementation',
  (_name, schema, type, json) => {
    const ours = decodeWithReference(jsonToWire(schema, json), type);
    expect(comparable(ours)).toEqual(comparable(referenceOf(json, type)));
  },
);

test.each(documents)(
  'we read what an independent implementation writes of %s',
  (_name, schema, type, json) => {
    const wire = jsonToWire(schema, json);
    const again = encodeWithReference(decodeWithReference(wire, type), type);
    const told = wireToJson(schema, again, 0, again.length);
    expect(comparable(told)).toEqual(comparable(wireToJson(schema, wire, 0, wire.length)));
  },
);

/** One record among two others: which are left, and why it was refused. */
function keptOf(
  schema: MessageSchema,
  json: string,
  path: (message: Record<string, never>) => unknown[],
): string {
  const refused = new RefusedRecords();
  const wire = jsonToWire(schema, json, refused);
  const left = path(wireToJson(schema, wire, 0, wire.length) as Record<string, never>);
  const text = JSON.stringify(left);
  return refused.count === 0 ? text : `${text} ${refused.count} ${refused.reason}`;
}

function keptLogs(record: string): string {
  const json = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":1},${record},{"severityNumber":3}]}]}]}`;
  return keptOf(
    logsSchema,
    json,
    (message) => message['resourceLogs']?.[0]?.['scopeLogs']?.[0]?.['logRecords'] ?? [],
  );
}

const around = (inner: string): string =>
  `[{"severityNumber":1},${inner === '' ? '' : `${inner},`}{"severityNumber":3}]`;
test.each([
  ['ids in any case', `{"traceId":"${traceId.toUpperCase()}"}`, around(`{"traceId":"${traceId}"}`)],
  [
    'ids in base64',
    '{"traceId":"W47/95gDgQPSabYzgT/GDA==","severityNumber":2}',
    around('{"severityNumber":2}'),
  ],
  ['no ids at all', '{"traceId":"","spanId":""}', around('{}')],
  ['ids that are numbers', '{"spanId":1}', around('{}')],
  [
    'integers as text and not',
    '{"timeUnixNano":5,"droppedAttributesCount":"6"}',
    around('{"timeUnixNano":"5","droppedAttributesCount":6}'),
  ],
  ['long numbers', '{"timeUnixNano":1544712660123456789}', around('{"timeUnixNano":"1544712660123456789"}')],
  ['enums by name', '{"severityNumber":"SEVERITY_NUMBER_WARN2"}', around('{"severityNumber":14}')],
  ['enums of the future', '{"severityNumber":99}', around('{"severityNumber":99}')],
  ['names in snake_case', '{"time_unix_nano":"7"}', around('{"timeUnixNano":"7"}')],
  ['unknown fields', '{"future":{"a":[1,{"b":null}]},"severityNumber":2}', around('{"severityNumber":2}')],
  ['nulls', '{"severityNumber":null,"attributes":null,"body":null}', around('{}')],
  ['the last of two', '{"severityText":"a","severityText":"b"}', around('{"severityText":"b"}')],
  ['escapes', '{"severityText":"\\u0436\\n\\ud83d\\ude42"}', around('{"severityText":"ж\\n🙂"}')],
  ['__proto__', '{"__proto__":{"severityNumber":9},"severityNumber":2}', around('{"severityNumber":2}')],
  [
    'huge numbers',
    '{"attributes":[{"key":"k","value":{"doubleValue":1e999}}]}',
    around('{"attributes":[{"key":"k","value":{"doubleValue":"Infinity"}}]}'),
  ],
  [
    'a time that is none',
    '{"timeUnixNano":"soon"}',
    `${around('')} 1 the body.resourceLogs[0].scopeLogs[0].logRecords[1].timeUnixNano is not an integer in range`,
  ],
  [
    'a record that is none',
    '[]',
    `${around('')} 1 the body.resourceLogs[0].scopeLogs[0].logRecords[1] is not an object`,
  ],
  [
    'a null record',
    'null',
    `${around('')} 1 the body.resourceLogs[0].scopeLogs[0].logRecords[1] is not an object`,
  ],
  [
    'a name of no severity',
    '{"severityNumber":"LOUD"}',
    `${around('')} 1 the body.resourceLogs[0].scopeLogs[0].logRecords[1].severityNumber is no value of its enum`,
  ],
])('a log record with %s', (_what, record, expected) => {
  expect(keptLogs(record)).toBe(expected);
});

test('of three data points the wrong one is refused, whatever the metric', () => {
  const metric = (kind: string): string =>
    `{"${kind}":{"dataPoints":[{"timeUnixNano":"1"},{"timeUnixNano":{}},{"timeUnixNano":"3"}]}}`;
  const kinds = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];
  const refused = new RefusedRecords();
  const json = `{"resourceMetrics":[{"scopeMetrics":[{"metrics":[${kinds.map(metric).join(',')}]}]}]}`;
  const wire = jsonToWire(metricsSchema, json, refused);
  const text = JSON.stringify(wireToJson(metricsSchema, wire, 0, wire.length));
  expect(text.match(/"timeUnixNano":"[13]"/g)).toHaveLength(10);
  expect([refused.count, refused.reason]).toEqual([
    5,
    'the body.resourceMetrics[0].scopeMetrics[0].metrics[0].gauge.dataPoints[1].timeUnixNano is not an integer in range',
  ]);
});

test.each([
  ['{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{]}]}]}', 'the body is not JSON at character 56'],
  ['{"resourceLogs":[{"scopeLogs":[{"logRecords":[{},]}]}]}', 'the body is not JSON at character 50'],
  ['{"resourceLogs":[]} {}', 'the body is not JSON at character 21'],
  ['{"resourceLogs":[],}', 'the body is not JSON at character 20'],
  ['{"a":01}', 'the body is not JSON at character 6'],
  ['{"a":"\n"}', 'the body is not JSON at character 7'],
  ['{"a":tru}', 'the body is not JSON at character 6'],
  ['{"a"', 'the body is not JSON: it ends too early'],
  ['', 'the body is not JSON: it ends too early'],
  ['"text"', 'the body is not an object'],
  [
    '{"resourceLogs":[{"resource":{"attributes":{}}}]}',
    'the body.resourceLogs[0].resource.attributes is not an array',
  ],
])('%j is refused as a whole', (json, reason) => {
  expect(() => jsonToWire(logsSchema, json, new RefusedRecords())).toThrow(reason);
});

test('in protobuf, what is broken inside a record is hidden from whoever reads it next', () => {
  const wire = jsonToWire(
    logsSchema,
    `{"resourceLogs":[{"scopeLogs":[{"logRecords":[
    {"severityText":"first"},{"severityText":"broken"},{"severityText":"last","traceId":"${traceId}"}]}]}]}`,
  );
  const bytes = Buffer.from(wire);
  bytes[bytes.indexOf('broken') - 1] = 100;
  // An id of 15 bytes, and an unknown field behind it.
  const idAt = bytes.indexOf(Buffer.from(traceId, 'hex'));
  bytes[idAt - 1] = 14;
  bytes[idAt + 14] = 0x78;
  const refused = new RefusedRecords();
  expect(hideBrokenRecords(logsSchema, bytes, refused)).toBe(2);
  expect([refused.count, refused.reason]).toEqual([1, 'a field is longer than its message']);
  const left = decodeWithReference(bytes, 'LogsData') as unknown as {
    readonly resourceLogs: [{ readonly scopeLogs: [{ readonly logRecords: object[] }] }];
  };
  expect(left.resourceLogs[0].scopeLogs[0].logRecords).toEqual([
    { severityText: 'first' },
    { severityText: 'last' },
  ]);
});
