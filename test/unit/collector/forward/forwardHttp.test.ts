import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ForwardSettings } from '../../../../src/shared/forward.ts';
import { HttpBackEnd } from './backEnd.ts';
import { ForwardYard } from './forwardYard.ts';
import { encodedLogs } from './rawRequests.ts';

let yard: ForwardYard;
let backEnd: HttpBackEnd;

beforeEach(async () => {
  yard = new ForwardYard();
  backEnd = await HttpBackEnd.start();
});

afterEach(async () => {
  yard.close();
  await backEnd.stop();
});

function settings(more: Partial<ForwardSettings> = {}): ForwardSettings {
  return { name: 'back end', protocol: 'otlp/http', endpoint: backEnd.endpoint, ...more };
}

test('what comes after the forward was made is sent, small blocks together', async () => {
  await yard.send('before');
  yard.configure(settings({ headers: { 'X-Team': 'secret-of-ours' } }));
  await yard.send('a', 'b');
  await yard.send('c');
  yard.linger();
  await yard.settled();
  expect(backEnd.spans).toEqual([['a', 'b', 'c']]);
  expect(backEnd.requests[0]).toMatchObject({
    path: '/v1/traces',
    headers: {
      'content-type': 'application/x-protobuf',
      'x-team': 'secret-of-ours',
      'user-agent': expect.stringMatching(/^Spanline\//),
    },
  });
  expect(yard.text()).toBe('idle, sent 3');
  expect(yard.health().lastSentUnixMillis).toBe(yard.clock.unixMillis());
});

test('the place is remembered over restarts and while the forward is not wanted', async () => {
  yard.configure(settings());
  await yard.send('a');
  yard.linger();
  await yard.settled();
  yard.restart();
  await yard.send('before it is configured');
  yard.configure(settings({ enabled: false }));
  await yard.send('while it is off');
  expect(yard.text()).toBe('off');
  yard.restart();
  yard.configure(settings());
  await yard.send('b');
  yard.linger();
  await yard.settled();
  expect(backEnd.spans).toEqual([['a'], ['before it is configured', 'while it is off', 'b']]);
});

test('what was not sent before a kill is sent after it', async () => {
  backEnd.answer = () => 'hang';
  yard.configure(settings());
  await yard.send('a');
  yard.linger();
  await expect.poll(() => backEnd.requests.length).toBe(1);
  const before = yard.forwards;
  yard.restart(true);
  backEnd.answer = () => ({ status: 200 });
  yard.configure(settings());
  yard.linger();
  await yard.settled();
  before.dispose();
  expect(backEnd.spans).toEqual([['a'], ['a']]);
});

test('logs and metrics go to their own paths, under the path of the endpoint', async () => {
  yard.configure(settings({ endpoint: `${backEnd.endpoint}/otlp/` }));
  yard.sendRaw('logs', encodedLogs('one'));
  yard.sendRaw('logs', encodedLogs('two'));
  yard.sendRaw('metrics', new Uint8Array([0x0a, 0]));
  await yard.send('a');
  yard.linger();
  await yard.settled();
  expect(backEnd.requests.map(({ path, body }) => `${path} ${body.length}`)).toEqual([
    `/otlp/v1/logs ${2 * encodedLogs('one').length}`,
    '/otlp/v1/metrics 2',
    expect.stringMatching(/^\/otlp\/v1\/traces /),
  ]);
});

test('batches of logs that an older version kept as JSON are sent as protobuf', async () => {
  yard.configure(settings());
  const json = JSON.stringify({
    resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'one' } }] }] }],
  });
  yard.sendRaw('logs', new Uint8Array(Buffer.from(json)));
  yard.linger();
  await yard.settled();
  expect(backEnd.requests.map(({ body }) => [...body])).toEqual([[...encodedLogs('one')]]);
});

test('only the wanted signals, and nothing that was imported', async () => {
  yard.configure(settings({ signals: ['traces'] }));
  yard.sendRaw('logs', encodedLogs('one'));
  await yard.importSpans('imported');
  expect(yard.forwards.settledUpTo).toBe(yard.open.store.file.lastRowId);
  await yard.send('a');
  yard.linger();
  await yard.settled();
  expect(backEnd.spans).toEqual([['a']]);
});

test('a back end that takes no logs is not sent any more', async () => {
  backEnd.answer = ({ path }) => ({ status: path === '/v1/logs' ? 404 : 200 });
  yard.configure(settings());
  for (let i = 0; i < 2; i++) {
    yard.sendRaw('logs', encodedLogs('one'));
    await yard.send('a');
    yard.linger();
    await yard.settled();
  }
  expect(backEnd.requests.map(({ path }) => path)).toEqual(['/v1/logs', '/v1/traces', '/v1/traces']);
  expect(yard.text()).toBe(`idle, sent 2: 127.0.0.1:${backEnd.port} takes no logs (404).`);
});

test('gzip where it is wanted', async () => {
  yard.configure(settings({ compression: 'gzip' }));
  await yard.send('a', 'x'.repeat(2_000));
  yard.linger();
  await yard.settled();
  expect(backEnd.requests[0]?.headers['content-encoding']).toBe('gzip');
  expect(backEnd.spans).toEqual([['a', 'x'.repeat(2_000)]]);
});

test('a large block is sent as several requests', async () => {
  yard.configure(settings());
  const names = Array.from({ length: 60 }, (_, i) => `${i}${'x'.repeat(100_000)}`);
  await yard.send(...names);
  yard.linger();
  await yard.settled();
  expect(backEnd.spans.flat()).toEqual(names);
  expect(backEnd.requests.length).toBeGreaterThan(2);
  for (const { body } of backEnd.requests) expect(body.length).toBeLessThan(4 << 20);
  expect(yard.text()).toBe('idle, sent 60');
});

test('a block whose spans were all known is not missed', async () => {
  yard.configure(settings());
  await yard.sendSpans([{ id: '1', name: 'a' }]);
  await yard.sendSpans([{ id: '1', name: 'a' }]);
  yard.linger();
  await yard.settled();
  expect(backEnd.spans).toEqual([['a']]);
  expect(yard.text()).toBe('idle, sent 1');
});

test('what was removed before it could be sent is counted', async () => {
  yard.configure(settings());
  await yard.send('a', 'b');
  yard.open.store.clear();
  yard.linger();
  await yard.settled();
  expect(yard.text()).toBe('idle, dropped 2: A block was left out: it was removed before it could be sent.');
});

test('forwards whose settings are equal keep their counts and connections', async () => {
  yard.configure(settings());
  await yard.send('a');
  yard.linger();
  await yard.settled();
  const other = settings({ name: 'other', signals: ['logs'] });
  yard.configure(other, settings());
  await yard.send('b');
  yard.linger();
  await yard.settled();
  expect(yard.text()).toBe('idle, sent 2');
  expect(yard.text('other')).toBe('idle');
  expect(new Set(backEnd.requests.map(({ headers }) => headers.connection))).toEqual(new Set(['keep-alive']));
});

test('a forward that was changed goes on where it was, with its counts', async () => {
  yard.configure(settings());
  await yard.send('a');
  yard.linger();
  await yard.settled();
  yard.configure(settings({ headers: { 'x-key': 'another' } }));
  await yard.send('b');
  yard.linger();
  await yard.settled();
  expect(backEnd.spans).toEqual([['a'], ['b']]);
  expect(yard.text()).toBe('idle, sent 2');
});
