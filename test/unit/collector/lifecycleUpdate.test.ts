import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { CollectorClient } from '../../../src/client/collectorClient.ts';
import { isRunning } from '../../../src/client/processEnd.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import { newerRunsSentence, protocolVersion } from '../../../src/shared/protocol.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { collectorOfProtocol, type OtherCollector } from '../support/collectorOfProtocol.ts';
import { olderRelease } from '../support/olderRelease.ts';
import { requestOf, wireOf } from './otlpRequest.ts';
import { CollectorYard, type RunningCollector, runCollector } from './runningCollector.ts';

const yard = new CollectorYard();
let clients: CollectorClient[] = [];
let bundles: BuiltBundles;
let older: OtherCollector;
let newer: OtherCollector;

beforeAll(async () => {
  [bundles, older, newer] = await Promise.all([
    buildBundles(),
    collectorOfProtocol(protocolVersion - 1),
    collectorOfProtocol(protocolVersion + 1),
  ]);
});
afterEach(async () => {
  for (const client of clients) {
    await client.api.stop().catch(() => undefined);
    client.dispose();
  }
  clients = [];
  await yard.clear();
});
afterAll(() => Promise.all([bundles, older, newer].map((built) => built.remove())));

test('an update in the middle of the load: what the older one has acknowledged is all there', async () => {
  await updateUnderLoad(older.collector);
});

const release = olderRelease();

test.runIf(release !== undefined)('the same from a real build of an older version', async () => {
  await updateUnderLoad(ensureExists(release));
});

test('windows of the older version say what to do, and do not start theirs again', async () => {
  const data = yard.folder();
  const windows = [clientOf(data), clientOf(data)];
  await Promise.all(windows.map((client) => client.connect()));
  const before = (await windows[0]?.api.health())?.pid ?? 0;
  const next = await yard.start(newer.collector, data);
  await vi.waitFor(() => {
    expect(windows.map((client) => client.state)).toEqual(
      windows.map(() => ({ kind: 'failed', reason: newerRunsSentence })),
    );
  });
  expect([await isRunning(before), await isRunning(next.ready.pid)]).toEqual([false, true]);
  await expect(windows[1]?.restart()).rejects.toThrow(newerRunsSentence);
  await expect(windows[1]?.api.stop()).rejects.toThrow(newerRunsSentence);
  expect(await isRunning(next.ready.pid)).toBe(true);
});

test('started by hand: an older one is replaced, a newer one stays and is named', async () => {
  const data = yard.folder();
  const old = await yard.start(older.collector, data);
  const current = await yard.start(bundles.collector, data);
  expect([old.process.exitCode, current.ready.data]).toEqual([0, old.ready.data]);
  const again = await runCollector(older.collector, ['serve', '--data', data, ...anyPorts]);
  expect(again).toMatchObject({ code: 1, stderr: `${newerRunsSentence}\n` });
  expect((await current.ask((api) => api.health())).pid).toBe(current.ready.pid);
});

const anyPorts = ['--otlp-grpc', '0', '--otlp-http', '0'];
const spansOfRequest = 20;

async function updateUnderLoad(script: string): Promise<void> {
  const data = yard.folder();
  const old = await yard.start(script, data);
  const acknowledged: string[] = [];
  const load = Array.from({ length: 4 }, (_, worker) => sendUntilGone(old, worker + 1, acknowledged));
  await vi.waitUntil(() => acknowledged.length > 100, { timeout: 20_000 });
  const window = clientOf(data);
  await window.connect();
  await Promise.all(load);
  expect([await isRunning(old.ready.pid), existsSync(join(data, 'collector.json'))]).toEqual([false, true]);
  const { traces } = await window.api.traces({ limit: 10_000 });
  const kept = new Map(traces.map((trace) => [trace.traceId as string, trace.spans]));
  expect(acknowledged.filter((traceId) => kept.get(traceId) !== spansOfRequest)).toEqual([]);
  expect((await window.api.health()).protocol).toBe(protocolVersion);
}

async function sendUntilGone(
  { ready }: RunningCollector,
  worker: number,
  acknowledged: string[],
): Promise<void> {
  for (let i = 1; ; i++) {
    const trace = `${worker.toString(16).padStart(8, '0')}${i.toString(16).padStart(24, '0')}`;
    const spans = Array.from({ length: spansOfRequest }, (_, span) => ({
      trace,
      id: (span + 1).toString(16),
    }));
    const headers = { 'content-type': 'application/x-protobuf' };
    const request = { method: 'POST', headers, body: wireOf(requestOf(spans)) };
    const response = await fetch(`http://${ready.http}/v1/traces`, request).catch(() => undefined);
    if (response === undefined) return;
    await response.arrayBuffer().catch(() => undefined);
    if (response.status === 200) acknowledged.push(trace);
  }
}

function clientOf(dataDirectory: string): CollectorClient {
  const client = new CollectorClient({
    dataDirectory,
    collectorPath: bundles.collector,
    grpcPort: 0,
    httpPort: 0,
    name: 'window',
    mayStart: true,
  });
  clients.push(client);
  return client;
}
