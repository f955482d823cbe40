import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ForwardHealth, ForwardSettings } from '../../../../src/shared/forward.ts';
import { type BuiltBundles, buildBundles } from '../../support/builtBundles.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';
import { CollectorYard, type RunningCollector } from '../runningCollector.ts';
import { HttpBackEnd } from './backEnd.ts';
import { GrpcBackEnd } from './grpcBackEnd.ts';

const yard = new CollectorYard();
let bundles: BuiltBundles;
const ends: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  bundles = await buildBundles();
});

afterEach(async () => {
  await yard.clear();
  for (const end of ends.splice(0)) await end();
});

afterAll(() => bundles.remove());

async function httpBackEnd(): Promise<HttpBackEnd> {
  const backEnd = await HttpBackEnd.start();
  ends.push(() => backEnd.stop());
  return backEnd;
}

/** Sends spans with these numbers as names and waits until they are kept. */
async function send(collector: RunningCollector, numbers: readonly number[], filler = ''): Promise<void> {
  const spans = numbers.map((number) => ({
    trace: `e${(number + 1).toString(16).padStart(31, '0')}`,
    id: (number + 1).toString(16),
    name: `${number}${filler}`,
  }));
  const response = await fetch(`http://${collector.ready.http}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-protobuf' },
    body: wireOf(requestOf(spans)),
  });
  expect(response.status).toBe(200);
}

async function configure(collector: RunningCollector, ...forwards: ForwardSettings[]): Promise<void> {
  await collector.ask((api) => api.configure({ forwards }));
}

async function healthOf(collector: RunningCollector): Promise<ForwardHealth | undefined> {
  const { forwards } = await collector.ask((api) => api.health());
  return forwards[0];
}

function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && readFileSync(join(entry.parentPath, entry.name)).includes(text))
    .map(({ name }) => name);
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

test('everything arrives after kill -9 with a full queue, and again and again in the middle of sending', async () => {
  const backEnd = await httpBackEnd();
  const forward: ForwardSettings = { name: 'one', protocol: 'otlp/http', endpoint: backEnd.endpoint };
  backEnd.answer = () => 'hang';
  let collector = await yard.start(bundles.collector);
  const { data } = collector.ready;
  await configure(collector, forward);
  for (const number of numbers(30)) await send(collector, [2 * number, 2 * number + 1], 'x'.repeat(100_000));
  await collector.end('SIGKILL');
  for (let round = 0; round < 3; round++) {
    let left = 1;
    // One more request is taken, the next ones hang.
    backEnd.answer = () => (left-- > 0 ? { status: 200 } : 'hang');
    collector = await yard.start(bundles.collector, data);
    const before = backEnd.requests.length;
    await configure(collector, forward);
    await expect.poll(() => backEnd.requests.length, { timeout: 10_000 }).toBeGreaterThan(before + 1);
    await collector.end('SIGKILL');
  }
  backEnd.answer = () => ({ status: 200 });
  collector = await yard.start(bundles.collector, data);
  await configure(collector, forward);
  await expect.poll(async () => (await healthOf(collector))?.queuedBytes, { timeout: 10_000 }).toBe(0);
  const arrived = new Set(backEnd.spans.flat().map((name) => Number.parseInt(name, 10)));
  expect([...arrived].sort((a, b) => a - b)).toEqual(numbers(60));
}, 60_000);

test('a back end that never answers costs local traces nothing', async () => {
  const backEnd = await httpBackEnd();
  backEnd.answer = () => 'hang';
  const collector = await yard.start(bundles.collector);
  await configure(collector, {
    name: 'one',
    protocol: 'otlp/http',
    endpoint: backEnd.endpoint,
    queueMegabytes: 2,
  });
  for (const number of numbers(100)) await send(collector, [number], 'x'.repeat(100_000));
  const health = await collector.ask((api) => api.health());
  expect(health.spans).toBe(100);
  expect(health.forwards[0]?.queuedBytes).toBeLessThanOrEqual(2_000_000);
  expect(health.forwards[0]?.droppedSpans).toBeGreaterThan(75);
}, 30_000);

test('the built collector, which is one file, speaks gRPC to a back end', async () => {
  const backEnd = await GrpcBackEnd.start();
  ends.push(() => backEnd.stop());
  const collector = await yard.start(bundles.collector);
  await configure(collector, { name: 'one', protocol: 'otlp/grpc', endpoint: backEnd.endpoint });
  await send(collector, [1, 2]);
  await expect.poll(() => backEnd.spans.flat(), { timeout: 10_000 }).toEqual(['1', '2']);
}, 30_000);

test('a collector does not forward to itself', async () => {
  const collector = await yard.start(bundles.collector);
  const port = collector.ready.http.replace(/^.*:/, '');
  const forward: ForwardSettings = {
    name: 'one',
    protocol: 'otlp/http',
    endpoint: `http://localhost:${port}`,
  };
  await expect(configure(collector, forward)).rejects.toThrow('would send to Spanline itself');
  expect(await healthOf(collector)).toBe(undefined);
}, 30_000);

test('secrets are in no answer, in no file and not in what the collector says', async () => {
  const secret = 'hunter2-hunter2';
  const backEnd = await httpBackEnd();
  backEnd.answer = () => ({ status: 401, body: `bad key ${secret}` });
  const collector = await yard.start(bundles.collector);
  await configure(collector, {
    name: 'one',
    protocol: 'otlp/http',
    endpoint: backEnd.endpoint,
    headers: { 'x-key': secret },
  });
  await send(collector, [1]);
  await expect.poll(async () => (await healthOf(collector))?.state, { timeout: 10_000 }).toBe('failed');
  const health = await collector.ask((api) => api.health());
  expect(JSON.stringify(health)).not.toContain(secret);
  await collector.end();
  expect(collector.stderr()).not.toContain(secret);
  expect(filesWith(collector.ready.data, secret)).toEqual([]);
}, 30_000);
