import { Buffer } from 'node:buffer';
import { credentials, makeGenericClientConstructor, type ServiceError } from '@grpc/grpc-js';
import type { ExportResult } from '@opentelemetry/core';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeTracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace-node';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { ensureExists } from '../../../../src/shared/assert.ts';
import { collectorOfFile } from '../collectorOfFile.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';
import { RawConnection } from './rawConnection.ts';
import { callRaw, framed, openSession, traceExport } from './rawGrpc.ts';

const collector = collectorOfFile();

/** An independent reading of what errors carry (googleapis, `google/rpc/status.proto` and `error_details.proto`). */
const types = protobuf.parse(`
  syntax = "proto3";
  message Status { int32 code = 1; string message = 2; repeated Any details = 3; }
  message Any { string type_url = 1; bytes value = 2; }
  message RetryInfo { Duration retry_delay = 1; }
  message Duration { int64 seconds = 1; int32 nanos = 2; }
  message BadRequest { repeated FieldViolation field_violations = 1; }
  message FieldViolation { string field = 1; string description = 2; }
`).root;

/** The message and its details, each as `type: content`. */
function readStatus(bytes: Uint8Array): string[] {
  const status = types.lookupType('Status').decode(bytes) as unknown as {
    readonly code: number;
    readonly message: string;
    readonly details: { readonly typeUrl: string; readonly value: Uint8Array }[];
  };
  const details = status.details.map(({ typeUrl, value }) => {
    const type = types.lookupType(typeUrl.replace('type.googleapis.com/google.rpc.', ''));
    return `${typeUrl}: ${JSON.stringify(type.toObject(type.decode(value), { longs: String }))}`;
  });
  return [`${status.code} ${status.message}`, ...details];
}

let nextTrace = 1;
function span(): Buffer {
  return Buffer.from(wireOf(requestOf([{ trace: (nextTrace++).toString(16), id: '1' }])));
}

const setPaused = (paused: boolean): Promise<unknown> => collector().ask((api) => api.setPaused({ paused }));

/** Pauses, lets something be sent, and goes on once that was refused. */
async function refusedAtFirst<T>(
  send: () => Promise<T>,
): Promise<{ readonly answer: T; readonly kept: number }> {
  const before = await collector().ask((api) => api.health());
  await setPaused(true);
  const answer = send();
  for (let refused = 0; refused === 0; ) {
    refused = (await collector().ask((api) => api.health())).refusedRequests - before.refusedRequests;
  }
  await setPaused(false);
  const told = await answer;
  return { answer: told, kept: (await collector().ask((api) => api.health())).spans - before.spans };
}

test('a refused call says when to try again, in the words of gRPC and of google.rpc', async () => {
  const session = openSession(collector().ready.grpc);
  await setPaused(true);
  const { headers, status, details } = await callRaw(session, {}, [framed(span())]);
  await setPaused(false);
  expect([status, headers['grpc-retry-pushback-ms'], details.includes('=')]).toEqual(['14', '1000', false]);
  expect(
    readStatus(Buffer.from(details, 'base64')).join('\n'),
  ).toBe(`14 Spanline is paused; send this again later.
type.googleapis.com/google.rpc.RetryInfo: {"retryDelay":{"seconds":"1"}}`);
  const bad = await callRaw(session, {}, [framed(Buffer.from('ffffff', 'hex'))]);
  session.destroy();
  expect(bad.headers['grpc-retry-pushback-ms']).toBe(undefined);
  expect(
    readStatus(Buffer.from(bad.details, 'base64')).join('\n'),
  ).toBe(`3 The request is malformed: the message ends inside a number.
type.googleapis.com/google.rpc.BadRequest: {"fieldViolations":[{"description":"The request is malformed: the message ends inside a number."}]}`);
});

test('over HTTP the body says the same, in kind', async () => {
  await setPaused(true);
  const answers = [];
  for (const [type, body] of [
    ['application/x-protobuf', span()],
    ['application/json', '{}'],
  ] as const) {
    const headers = { 'content-type': type };
    const url = `http://${collector().ready.http}/v1/traces`;
    const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
    answers.push([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type')]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    answers.push(type === 'application/json' ? JSON.parse(bytes.toString()) : readStatus(bytes));
  }
  await setPaused(false);
  expect(answers).toEqual([
    [503, '1', 'application/x-protobuf'],
    [
      '14 Spanline is paused; send this again later.',
      'type.googleapis.com/google.rpc.RetryInfo: {"retryDelay":{"seconds":"1"}}',
    ],
    [503, '1', 'application/json'],
    {
      code: 14,
      message: 'Spanline is paused; send this again later.',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '1s' }],
    },
  ]);
});

test('@grpc/grpc-js sends again by its retry policy, and nothing is lost', async () => {
  const asBytes = (bytes: Buffer): Buffer => bytes;
  const Client = makeGenericClientConstructor({}, 'Export');
  const retryPolicy = {
    maxAttempts: 5,
    initialBackoff: '0.1s',
    maxBackoff: '1s',
    backoffMultiplier: 2,
    retryableStatusCodes: ['UNAVAILABLE'],
  };
  const client = new Client(collector().ready.grpc, credentials.createInsecure(), {
    'grpc.service_config': JSON.stringify({ methodConfig: [{ name: [{}], retryPolicy }] }),
  });
  const { answer, kept } = await refusedAtFirst(
    () =>
      new Promise<ServiceError | null>((resolve) => {
        client.makeUnaryRequest(traceExport, asBytes, asBytes, span(), (error) => resolve(error));
      }),
  );
  client.close();
  expect([answer, kept]).toEqual([null, 1]);
});

test.each([
  ['protobuf', ProtoExporter],
  ['JSON', JsonExporter],
])('the official %s exporter sends again, and nothing is lost', async (_what, Exporter) => {
  const exporter = new Exporter({ url: `http://${collector().ready.http}/v1/traces` });
  const { answer, kept } = await refusedAtFirst(
    () => new Promise<ExportResult>((resolve) => exporter.export([endedSpan()], resolve)),
  );
  await exporter.shutdown();
  expect([answer.error, kept]).toEqual([undefined, 1]);
});

test('while many large bodies are on their way, a call waits its turn', async () => {
  const { http, grpc } = collector().ready;
  const head =
    'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-protobuf\r\ncontent-length: 20000000\r\n\r\n';
  const large: RawConnection[] = [];
  const sendLarge = async (): Promise<RawConnection> => {
    const connection = await RawConnection.open(http);
    connection.send(Buffer.concat([Buffer.from(head), Buffer.alloc(15 << 20)]));
    return connection;
  };
  for (let i = 0; i < 4; i++) large.push(await sendLarge());
  const session = openSession(grpc);
  const message = framed(Buffer.alloc(5 << 20));
  let answer = await callRaw(session, {}, [message]);
  while (answer.status !== '14') {
    // One of the large ones may have been refused because of the call.
    for (const [i, { received }] of large.entries()) if (received.length > 0) large[i] = await sendLarge();
    answer = await callRaw(session, {}, [message]);
  }
  expect(readStatus(Buffer.from(answer.details, 'base64'))[1]).toContain('RetryInfo');
  for (const connection of large) connection.end();
  while ((await callRaw(session, {}, [framed(span())])).status !== '0');
  session.destroy();
});

function endedSpan(): ReadableSpan {
  const ended: ReadableSpan[] = [];
  const provider = new NodeTracerProvider({
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd: (span) => void ended.push(span),
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  });
  provider.getTracer('test').startSpan('GET /orders').end();
  return ensureExists(ended[0]);
}
