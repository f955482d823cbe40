import { afterEach, expect, test } from 'vitest';
import { GrpcSender } from '../../../../src/collector/forward/grpcSender.ts';
import { HttpPost } from '../../../../src/collector/forward/httpPost.ts';
import { OtlpHttpSender } from '../../../../src/collector/forward/otlpHttpSender.ts';
import type { Sender } from '../../../../src/collector/forward/sender.ts';
import { signal } from '../../../../src/collector/store/blockFile.ts';
import { HttpBackEnd } from './backEnd.ts';
import { GrpcBackEnd } from './grpcBackEnd.ts';

const ends: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const options = { headers: {}, compress: false, tls: undefined, timeoutMillis: 100 };

function owned<T extends Sender>(sender: T): T {
  ends.push(() => sender.dispose());
  return sender;
}

test('a back end that does not answer over HTTP; the next request is on its own', async () => {
  const backEnd = await HttpBackEnd.start();
  ends.push(() => backEnd.stop());
  backEnd.answers = ['hang'];
  const url = new URL(backEnd.endpoint);
  const sender = owned(new OtlpHttpSender(url, [], new HttpPost(url, options)));
  expect(await sender.send(signal.traces, new Uint8Array([1]))).toEqual({
    type: 'retry',
    problem: `127.0.0.1:${backEnd.port} did not answer within 10 seconds.`,
  });
  expect(await sender.send(signal.traces, new Uint8Array([2]))).toEqual({ type: 'taken', rejected: 0 });
  expect(backEnd.requests.map(({ body }) => body[0])).toEqual([1, 2]);
});

test('a back end that does not answer over gRPC; the next call takes a new connection', async () => {
  const backEnd = await GrpcBackEnd.start();
  ends.push(() => backEnd.stop());
  backEnd.answers = ['hang'];
  const sender = owned(new GrpcSender(new URL(backEnd.endpoint), { ...options, timeoutMillis: 500 }));
  expect(await sender.send(signal.traces, new Uint8Array([1]))).toEqual({
    type: 'retry',
    problem: `127.0.0.1:${backEnd.port} did not answer within 10 seconds.`,
  });
  expect(await sender.send(signal.traces, new Uint8Array([2]))).toEqual({ type: 'taken', rejected: 0 });
  expect(backEnd.calls.map(({ body }) => body[0])).toEqual([1, 2]);
});
