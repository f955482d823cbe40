import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ForwardSettings } from '../../../../src/shared/forward.ts';
import { HttpBackEnd } from './backEnd.ts';
import { ForwardYard } from './forwardYard.ts';
import { GrpcBackEnd } from './grpcBackEnd.ts';

let yard: ForwardYard;
let backEnd: HttpBackEnd;

beforeEach(async () => {
  yard = new ForwardYard(true);
  backEnd = await HttpBackEnd.start();
});

afterEach(async () => {
  yard.close();
  await backEnd.stop();
});

function settings(more: Partial<ForwardSettings> = {}): ForwardSettings {
  return { name: 'back end', protocol: 'otlp/http', endpoint: backEnd.endpoint, ...more };
}

test('a new forward is known to work before there are spans', async () => {
  await yard.send('before');
  yard.configure(settings());
  expect(yard.forwards.settledUpTo).toBe(yard.open.store.file.lastRowId);
  await yard.until('idle');
  expect(backEnd.requests.map(({ path, body }) => `${path} ${body.length}`)).toEqual(['/v1/traces 0']);
  expect(yard.text()).toBe('idle');
  expect(yard.health().lastSentUnixMillis).toBe(yard.clock.unixMillis());
});

test('a key that is refused is said before there are spans', async () => {
  backEnd.answer = () => ({ status: 401 });
  yard.configure(settings({ headers: { 'x-key': 'wrong' } }));
  await yard.until('failed');
  expect(yard.text()).toContain('refused the API key (401). Check the header x-key of this forward.');
});

test('a back end that is not there yet gets all when it comes', async () => {
  await backEnd.stop();
  yard.configure(settings());
  await yard.until('retrying');
  await yard.send('a');
  backEnd = await HttpBackEnd.start(backEnd.port);
  yard.clock.pass(1_000);
  await expect.poll(() => backEnd.spans).toEqual([[], ['a']]);
  await yard.settled();
  expect(yard.text()).toBe('idle, sent 1');
});

test('a back end that takes no empty request has answered', async () => {
  backEnd.answers = [{ status: 400, body: 'empty' }];
  yard.configure(settings());
  await yard.until('idle');
  expect(yard.text()).toBe('idle');
});

test('over gRPC', async () => {
  const grpc = await GrpcBackEnd.start();
  try {
    yard.configure(settings({ protocol: 'otlp/grpc', endpoint: grpc.endpoint }));
    await yard.until('idle');
    expect(grpc.calls.map(({ body }) => body.length)).toEqual([0]);
  } finally {
    grpc.stop();
  }
});
