import { afterEach, beforeEach, expect, test } from 'vitest';
import { HttpBackEnd } from './backEnd.ts';
import { ForwardYard } from './forwardYard.ts';
import { encodedLogs } from './rawRequests.ts';

let yard: ForwardYard;
let backEnd: HttpBackEnd;

beforeEach(async () => {
  yard = new ForwardYard();
  backEnd = await HttpBackEnd.start();
  backEnd.answer = () => ({ status: 202 });
});

afterEach(async () => {
  yard.close();
  await backEnd.stop();
});

function bodies(): unknown[] {
  return backEnd.requests.map(({ body }) => JSON.parse(body.toString()));
}

test('spans in Zipkin JSON, and nothing else', async () => {
  yard.configure({ name: 'back end', protocol: 'zipkin', endpoint: backEnd.endpoint });
  yard.sendRaw('logs', encodedLogs('one'));
  await yard.sendSpans([
    { id: '1', name: 'GET /', kind: 2, end: 3 },
    {
      id: '2',
      parent: '1',
      name: 'query',
      kind: 3,
      attributes: { 'server.address': 'db' },
      status: { code: 2 },
    },
  ]);
  yard.linger();
  await yard.settled();
  expect(backEnd.requests[0]).toMatchObject({
    path: '/api/v2/spans',
    headers: { 'content-type': 'application/json' },
  });
  expect(bodies()).toMatchObject([
    [
      {
        traceId: 'a'.repeat(32),
        id: '0000000000000001',
        name: 'GET /',
        kind: 'SERVER',
        timestamp: 1_763_816_400_000_000,
        duration: 3_000,
        localEndpoint: { serviceName: 'shop' },
      },
      { parentId: '0000000000000001', kind: 'CLIENT', tags: { 'otel.status_code': 'ERROR', error: '' } },
    ],
  ]);
  expect(yard.text()).toBe('idle, sent 2');
});

test('a large block goes in requests that Zipkin takes', async () => {
  yard.configure({ name: 'back end', protocol: 'zipkin', endpoint: `${backEnd.endpoint}/api/v2/spans` });
  const names = Array.from({ length: 40 }, (_, i) => `${i}${'x'.repeat(50_000)}`);
  await yard.send(...names);
  yard.linger();
  await yard.settled();
  const sent = bodies().flatMap((body) => (body as { name: string }[]).map(({ name }) => name));
  expect(sent).toEqual(names);
  expect(new Set(backEnd.requests.map(({ path }) => path))).toEqual(new Set(['/api/v2/spans']));
  for (const { body } of backEnd.requests) expect(body.length).toBeLessThan(2 << 20);
});

test('a storage that is full is asked again', async () => {
  backEnd.answers = [{ status: 503, body: 'full' }];
  yard.configure({ name: 'back end', protocol: 'zipkin', endpoint: backEnd.endpoint });
  await yard.send('a');
  yard.linger();
  await yard.until('retrying');
  yard.clock.pass(1_000);
  await yard.settled();
  expect(bodies()).toHaveLength(2);
  expect(yard.text()).toBe('idle, sent 1');
});
