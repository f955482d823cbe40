import { expect, test } from 'vitest';
import { jsonToWire } from '../../../src/collector/otlp/jsonToWire.ts';
import { splitRequest } from '../../../src/collector/otlp/splitRequest.ts';
import { tracesSchema } from '../../../src/collector/otlp/tracesSchema.ts';
import { MalformedError } from '../../../src/collector/otlp/wireReader.ts';
import { wireToJson } from '../../../src/collector/otlp/wireToJson.ts';
import { decodeWithReference, encodeWithReference } from './otlpReference.ts';
import { requestOf, wireOf } from './otlpRequest.ts';

/** Every field there is, with values that are easily broken. */
const everything = {
  resourceSpans: [
    {
      resource: {
        attributes: [{ key: 'service.name', value: { stringValue: 'ж🙂' } }],
        droppedAttributesCount: 1,
      },
      scopeSpans: [
        {
          scope: {
            name: 's',
            version: '1',
            attributes: [{ key: 'k', value: { boolValue: false } }],
            droppedAttributesCount: 2,
          },
          spans: [
            {
              traceId: '5b8efff798038103d269b633813fc60c',
              spanId: 'eee19b7ec3c1b174',
              traceState: 'a=b',
              parentSpanId: 'eee19b7ec3c1b173',
              name: 'name',
              kind: 2,
              startTimeUnixNano: '1544712660123456789',
              endTimeUnixNano: '18446744073709551615',
              attributes: [
                { key: 'negative', value: { intValue: '-9223372036854775808' } },
                { key: 'double', value: { doubleValue: -1.5 } },
                { key: 'infinite', value: { doubleValue: '-Infinity' } },
                { key: 'bytes', value: { bytesValue: 'AP8Q' } },
                {
                  key: 'list',
                  value: { arrayValue: { values: [{ stringValue: '' }, { intValue: '0' }, {}] } },
                },
                {
                  key: 'map',
                  value: { kvlistValue: { values: [{ key: 'x', value: { boolValue: true } }] } },
                },
                { key: 'none' },
              ],
              droppedAttributesCount: 3,
              events: [
                {
                  timeUnixNano: '1',
                  name: 'e',
                  attributes: [{ key: 'k', value: { stringValue: 'v' } }],
                  droppedAttributesCount: 4,
                },
              ],
              droppedEventsCount: 5,
              links: [
                {
                  traceId: '00000000000000000000000000000001',
                  spanId: '0000000000000002',
                  traceState: 'c=d',
                  attributes: [{ key: 'k', value: { stringValue: 'v' } }],
                  droppedAttributesCount: 6,
                  flags: 257,
                },
              ],
              droppedLinksCount: 7,
              status: { message: 'no', code: 2 },
              flags: 4294967295,
            },
          ],
          schemaUrl: 'https://example.org/1',
        },
      ],
      schemaUrl: 'https://example.org/2',
    },
  ],
};

function roundTrip(message: object): object {
  const wire = jsonToWire(tracesSchema, JSON.stringify(message));
  return wireToJson(tracesSchema, wire, 0, wire.length);
}

test('nothing is lost from JSON to protobuf and back', () => {
  expect(roundTrip(everything)).toEqual(everything);
});

test('an independent implementation reads what we write', () => {
  const wire = jsonToWire(tracesSchema, JSON.stringify(everything));
  const decoded = decodeWithReference(wire);
  expect(decoded).toMatchObject({
    resourceSpans: [
      {
        schemaUrl: 'https://example.org/2',
        scopeSpans: [
          {
            spans: [
              {
                traceId: new Uint8Array(Buffer.from('5b8efff798038103d269b633813fc60c', 'hex')),
                startTimeUnixNano: '1544712660123456789',
                endTimeUnixNano: '18446744073709551615',
                status: { message: 'no', code: 2 },
                flags: 4294967295,
              },
            ],
          },
        ],
      },
    ],
  });
  const again = encodeWithReference(decoded);
  expect(wireToJson(tracesSchema, again, 0, again.length)).toEqual(everything);
});

test('ids in any case, integers as numbers, enums by name, old snake_case names, unknown fields', () => {
  const span = {
    trace_id: 'ABCDEF00000000000000000000000001',
    spanId: 'ABCDEF0000000001',
    kind: 'SPAN_KIND_CLIENT',
    startTimeUnixNano: 5,
    status: { code: 'STATUS_CODE_ERROR' },
    attributes: [{ key: 'n', value: { intValue: 7 } }],
    futureField: { deep: [1, { a: null }] },
    name: null,
  };
  expect(roundTrip({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })).toEqual({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId: 'abcdef00000000000000000000000001',
                spanId: 'abcdef0000000001',
                kind: 3,
                startTimeUnixNano: '5',
                status: { code: 2 },
                attributes: [{ key: 'n', value: { intValue: '7' } }],
              },
            ],
          },
        ],
      },
    ],
  });
});

test('long integers as numbers stay exact, and texts that look like them stay texts', () => {
  const json = `{"resourceSpans":[{"schemaUrl":"a: 12345678901234567890, \\"x\\": 1234567890123456789","scopeSpans":[{"spans":[{"startTimeUnixNano":1544712660123456789}]}]}]}`;
  const wire = jsonToWire(tracesSchema, json);
  expect(wireToJson(tracesSchema, wire, 0, wire.length)).toEqual({
    resourceSpans: [
      {
        schemaUrl: 'a: 12345678901234567890, "x": 1234567890123456789',
        scopeSpans: [{ spans: [{ startTimeUnixNano: '1544712660123456789' }] }],
      },
    ],
  });
});

test.each([
  [{ resourceSpans: {} }, 'the body.resourceSpans is not an array'],
  [{ resourceSpans: [[]] }, 'the body.resourceSpans[0] is not an object'],
  [{ resourceSpans: [{ schemaUrl: 1 }] }, 'the body.resourceSpans[0].schemaUrl is not a string'],
  [
    { resourceSpans: [{ scopeSpans: [{ spans: [{ startTimeUnixNano: '1.5' }] }] }] },
    'the body.resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano is not an integer in range',
  ],
])('what is wrong is named with its path: %o', (message, reason) => {
  expect(() => jsonToWire(tracesSchema, JSON.stringify(message))).toThrow(new MalformedError(reason));
});

test('values nested too deeply, or broken inside, read as empty', () => {
  let value: object = { stringValue: 'deepest' };
  for (let depth = 0; depth < 20; depth++) value = { arrayValue: { values: [value] } };
  const wire = encodeWithReference({
    resourceSpans: [
      {
        resource: {
          attributes: [
            { key: 'deep', value },
            { key: 'next', value: { intValue: 1 } },
          ],
        },
      },
    ],
  });
  const text = JSON.stringify(wireToJson(tracesSchema, wire, 0, wire.length));
  expect(text).not.toContain('deepest');
  expect(text).toContain('{"key":"next","value":{"intValue":"1"}}');
});

test('a large request is split into requests that hold the same spans under the same resource and scope', () => {
  const spans = Array.from({ length: 9_000 }, (_, i) => ({
    id: (i + 1).toString(16),
    attributes: { text: 'x'.repeat(400) },
  }));
  const pieces = [...splitRequest(wireOf(requestOf(spans)))];
  expect(pieces.length).toBe(3);
  const messages = pieces.map((piece) => decodeWithReference(piece)) as unknown as (typeof everything)[];
  const ids = messages.flatMap((message) =>
    message.resourceSpans.flatMap((resource) =>
      resource.scopeSpans.flatMap((scope) =>
        scope.spans.map((span) => Buffer.from(span.spanId).toString('hex')),
      ),
    ),
  );
  expect(ids).toEqual(spans.map((span) => span.id.padStart(16, '0')));
  expect(
    new Set(messages.map((message) => JSON.stringify(message.resourceSpans[0]?.resource))),
  ).toHaveProperty('size', 1);
});
