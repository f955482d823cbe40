import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { CollectorClient } from '../../../src/client/collectorClient.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import { parseTraceId } from '../../../src/shared/ids.ts';
import type { CollectorChange } from '../../../src/shared/protocol.ts';
import { otlpJsonOf } from '../cli/otlpJsonOf.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { spansOf, textOf } from '../support/traceText.ts';

const id = ensureExists(parseTraceId('5b8efff798038103d269b633813fc60c'));
const text = 'storefront  POST /checkout  0-450 server\n  payments  charge  20-420 client error';

let bundles: BuiltBundles;
let data: string;
let clients: CollectorClient[];

beforeAll(async () => {
  bundles = await buildBundles();
});

afterAll(() => bundles.remove());

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'spanline-client-'));
  clients = [];
});

afterEach(async () => {
  const stopper = clientOf(false);
  await stopper.api.stop().catch(() => undefined);
  for (const client of clients) client.dispose();
  await rm(data, { recursive: true, force: true });
});

test('what one window brings in the others hear of and see', async () => {
  const [one, other] = [clientOf(), clientOf()];
  await Promise.all([one.connect(), other.connect()]);
  const heard = changeOf(other);
  await importTrace(one);
  expect(await heard).toContain(id);
  const trace = await other.api.trace({ traceId: id });
  expect(trace && textOf(trace)).toBe(text);
  expect(trace?.start.buffer.byteLength).toBe(16);
  expect(trace?.spanId.buffer.byteLength).toBe(16);
  expect((await one.api.health()).clients).toEqual(['test (2)']);
});

test('a killed collector comes back with what it had, for every window', async () => {
  const [one, other] = [clientOf(), clientOf()];
  await importTrace(one);
  const { pid } = await other.api.health();
  const back = [readyAgain(one), readyAgain(other)];
  process.kill(pid, 'SIGKILL');
  await Promise.all(back);
  const pids = await Promise.all([one, other].map(async (client) => (await client.api.health()).pid));
  expect(new Set(pids).size).toBe(1);
  expect(pids[0]).not.toBe(pid);
  expect((await other.api.traces({ limit: 5 })).traces.map(({ root }) => root)).toEqual(['POST /checkout']);
});

test('a collector that one window stops stays stopped in the others', async () => {
  const [one, other] = [clientOf(), clientOf()];
  await Promise.all([one.connect(), other.connect()]);
  const stopped = new Promise<void>((resolve) => {
    other.onDidChangeState(({ kind }) => kind === 'stopped' && resolve());
  });
  await one.api.stop();
  await stopped;
  await expect(clientOf(false).api.health()).rejects.toThrow('No collector is running');
  const again = readyAgain(other);
  await one.restart();
  await again;
});

test('a token that is wrong is refused', async () => {
  await clientOf().connect();
  const file = join(data, 'collector.json');
  const right = await readFile(file, 'utf8');
  await writeFile(file, JSON.stringify({ ...JSON.parse(right), token: 'wrong' }));
  await expect(clientOf().connect()).rejects.toThrow(/token.* End it \(process \d+\) and try again\.$/);
  await writeFile(file, right);
});

function clientOf(mayStart = true): CollectorClient {
  const client = new CollectorClient({
    dataDirectory: data,
    collectorPath: bundles.collector,
    grpcPort: 0,
    httpPort: 0,
    name: 'test',
    mayStart,
  });
  clients.push(client);
  return client;
}

async function importTrace(client: CollectorClient): Promise<void> {
  const json = otlpJsonOf({ traceId: id, spans: spansOf(text) });
  await client.api.import({ bytes: new TextEncoder().encode(json) });
}

function changeOf(client: CollectorClient): Promise<CollectorChange['changedTraces']> {
  return new Promise((resolve) => {
    client.onDidChange(({ changedTraces }) => changedTraces.length > 0 && resolve(changedTraces));
  });
}

function readyAgain(client: CollectorClient): Promise<void> {
  return new Promise((resolve) => {
    client.onDidChangeState(({ kind }) => kind === 'ready' && resolve());
  });
}
