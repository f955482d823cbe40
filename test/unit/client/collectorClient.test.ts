import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ClientOptions, CollectorClient } from '../../../src/client/collectorClient.ts';
import { readCollectorState } from '../../../src/client/findCollector.ts';
import { isRunning, processEnd } from '../../../src/client/processEnd.ts';
import { startCollector } from '../../../src/client/startCollector.ts';
import { ensureExists } from '../../../src/shared/assert.ts';
import { type EndReason, newerRunsSentence } from '../../../src/shared/protocol.ts';
import { TakenPortError } from '../../../src/shared/takenPortError.ts';
import { UserError } from '../../../src/shared/userError.ts';

const collectorPath = join(import.meta.dirname, 'fakeCollector.mjs');

let data: string;
let clients: CollectorClient[];

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'spanline-client-'));
  clients = [];
});

afterEach(async () => {
  for (const client of clients) client.dispose();
  const state = await readCollectorState(data);
  if (state !== undefined) killIfAlive(state.pid);
  await rm(data, { recursive: true, force: true });
});

test('starts a collector where none runs, and the next client finds the same one', async () => {
  const first = clientOf();
  const { pid } = await first.api.health();
  expect(first.state).toEqual({ kind: 'ready', grpc: '127.0.0.1:1', http: '127.0.0.1:2' });
  const second = clientOf({ mayStart: false });
  expect((await second.api.health()).pid).toBe(pid);
  expect(await starts()).toHaveLength(1);
});

test('passes on what it was told and nothing that would change how Node runs', async () => {
  vi.stubEnv('NODE_OPTIONS', '--no-deprecation');
  await clientOf({ grpcPort: 0, httpPort: 1234, maxSpans: 5 }).connect();
  vi.unstubAllEnvs();
  expect(await starts()).toEqual([`serve --data ${data} --otlp-grpc 0 --otlp-http 1234 --max-spans 5 -`]);
});

test('calls and connects made at once share one attempt', async () => {
  const client = clientOf();
  await Promise.all([client.connect(), client.api.health(), client.api.health()]);
  expect(await starts()).toHaveLength(1);
});

test('without leave to start one, says that none is running', async () => {
  const client = clientOf({ mayStart: false });
  await expect(client.api.health()).rejects.toEqual(new UserError(`No collector is running for ${data}.`));
  expect(client.state).toEqual({ kind: 'failed', reason: `No collector is running for ${data}.` });
});

test('tells the last words of a collector that cannot serve', async () => {
  await writeFile(join(data, 'behaviour'), 'fail');
  const client = clientOf();
  await expect(client.connect()).rejects.toEqual(
    new UserError('Port 4317 is taken by another program. Choose one.'),
  );
  await expect(client.api.health()).rejects.toThrow('Port 4317 is taken');
  expect(await starts()).toHaveLength(1);
});

test('tells why the collector refused, and whom to end', async () => {
  await writeFile(join(data, 'behaviour'), 'refuse');
  await expect(clientOf().connect()).rejects.toThrow(
    /^It speaks another version of the protocol\. End it \(process \d+\) and try again\.$/,
  );
});

test('a collector that cannot be written to is a sentence about its directory', async () => {
  await writeFile(join(data, 'file'), '');
  const client = clientOf({ dataDirectory: join(data, 'file', 'below') });
  await expect(client.connect()).rejects.toThrow(/^The data directory .*below cannot be written/);
});

test('starts a killed collector again and is connected to it', async () => {
  const client = clientOf();
  const { pid } = await client.api.health();
  const ready = stateOf(client, 'ready');
  process.kill(pid, 'SIGKILL');
  await ready;
  expect((await client.api.health()).pid).not.toBe(pid);
});

test('a call that the collector did not live to answer ends with a sentence', async () => {
  const client = clientOf();
  await client.connect();
  const call = (client.api as unknown as { die(): Promise<void> }).die();
  await expect(call).rejects.toEqual(new UserError('The collector ended before it answered. Try again.'));
});

test('gives up on a collector that dies again and again', async () => {
  await writeFile(join(data, 'behaviour'), 'die');
  const client = clientOf();
  const failed = stateOf(client, 'failed');
  await client.connect().catch(() => undefined);
  await failed;
  expect(client.state).toMatchObject({ reason: expect.stringContaining('three times within a minute') });
  expect((await starts()).length).toBeLessThanOrEqual(4);
});

test('after a stop no client starts it again, until somebody asks', async () => {
  const stopper = clientOf();
  const other = clientOf();
  await Promise.all([stopper.connect()]);
  await other.connect();
  const noticed = stateOf(other, 'stopped');
  await stopper.api.stop();
  expect(stopper.state).toEqual({ kind: 'stopped' });
  await noticed;
  await expect(other.api.health()).rejects.toEqual(new UserError('The collector is stopped.'));
  expect(await starts()).toHaveLength(1);

  const found = stateOf(other, 'ready');
  await stopper.connect();
  await found;
  expect((await other.api.health()).pid).toBe((await stopper.api.health()).pid);
  expect(await starts()).toHaveLength(2);
});

test('restart ends the old process before the new one starts', async () => {
  const client = clientOf();
  const { pid } = await client.api.health();
  await client.restart();
  expect(() => process.kill(pid, 0)).toThrow();
  expect((await client.api.health()).pid).not.toBe(pid);
});

test('a taken port is a state with what is free instead', async () => {
  await writeFile(join(data, 'behaviour'), 'taken');
  const taken = { port: 4317, holder: 'otelcol (process 7)', freeGrpcPort: 4319, freeHttpPort: 4320 };
  const client = clientOf();
  await expect(client.connect()).rejects.toEqual(new TakenPortError('Port 4317 is taken.', taken));
  expect(client.state).toEqual({ kind: 'failed', reason: 'Port 4317 is taken.', taken });
});

test('an older collector is ended in its own words and replaced', async () => {
  const old = await startOlder();
  const client = clientOf();
  expect((await client.api.health()).pid).not.toBe(old);
  expect([await isRunning(old), await stops(), (await starts()).length]).toEqual([false, ['replaced'], 2]);
});

test('of several newer windows one replaces it, and all use the same', async () => {
  const old = await startOlder();
  const windows = [clientOf(), clientOf(), clientOf()];
  const pids = await Promise.all(windows.map(async (client) => (await client.api.health()).pid));
  expect([new Set(pids).has(old), await isRunning(old)]).toEqual([false, false]);
});

test('without leave to start one, an older collector is named, left alone, and can be stopped', async () => {
  const old = await startOlder();
  const client = clientOf({ mayStart: false });
  await expect(client.api.health()).rejects.toThrow(
    `The collector that runs is of an older Spanline (version 0, process ${old}). Stop it;`,
  );
  expect(await isRunning(old)).toBe(true);
  await client.api.stop();
  expect([client.state.kind, await isRunning(old), await stops()]).toEqual(['stopped', false, ['stopped']]);
});

test('a newer collector is neither used nor ended, and found no more once it has gone', async () => {
  const newer = await startOlder(99);
  const client = clientOf();
  await expect(client.connect()).rejects.toEqual(new UserError(newerRunsSentence));
  await expect(client.restart()).rejects.toEqual(new UserError(newerRunsSentence));
  await expect(client.api.stop()).rejects.toEqual(new UserError(newerRunsSentence));
  expect([await isRunning(newer), client.state]).toEqual([
    true,
    { kind: 'failed', reason: newerRunsSentence },
  ]);
  process.kill(newer, 'SIGKILL');
  await processEnd(newer, 5000);
  await client.connect();
  expect(client.state.kind).toBe('ready');
});

test('a collector that a newer Spanline replaces is not started again', async () => {
  const client = clientOf();
  await client.connect();
  const failed = stateOf(client, 'failed');
  await end(client, 'replaced');
  await failed;
  expect(client.state).toEqual({ kind: 'failed', reason: newerRunsSentence });
  expect(await starts()).toHaveLength(1);
});

test('a client that was let go comes back by itself', async () => {
  const client = clientOf();
  const { pid } = await client.api.health();
  for (let i = 0; i < 5; i++) {
    const ready = stateOf(client, 'ready');
    await end(client, 'silent');
    await ready;
  }
  expect([(await client.api.health()).pid, (await starts()).length]).toEqual([pid, 1]);
});

test('a client that was let go starts the collector anew where it has ended meanwhile', async () => {
  const client = clientOf();
  const { pid } = await client.api.health();
  const ready = stateOf(client, 'ready');
  await end(client, 'silent');
  process.kill(pid, 'SIGKILL');
  await ready;
  expect((await client.api.health()).pid).not.toBe(pid);
});

test('a stop is told from a crash though the state file is still there', async () => {
  const client = clientOf();
  await client.connect();
  const state = await readFile(join(data, 'collector.json'), 'utf8');
  const stopped = stateOf(client, 'stopped');
  const ended = end(client, 'stopped');
  await writeFile(join(data, 'collector.json'), state);
  await Promise.all([stopped, ended]);
  expect(await starts()).toHaveLength(1);
});

test('events arrive, also the one that came with the handshake', async () => {
  const client = clientOf();
  const change = new Promise((resolve) => client.onDidChange(resolve));
  await client.connect();
  expect(await change).toEqual({ revision: 1 });
});

test('typed arrays have buffers of exactly their size', async () => {
  const trace = await clientOf().api.trace({ traceId: '' as never });
  expect(trace?.start).toEqual(new Float64Array([1, 2]));
  expect(trace?.start.buffer.byteLength).toBe(16);
  expect(trace?.spanId).toEqual(new Uint8Array([1, 2, 3]));
  expect(trace?.spanId.buffer.byteLength).toBe(3);
});

test('a disposed client answers no more and leaves the collector alone', async () => {
  const client = clientOf();
  const { pid } = await client.api.health();
  client.dispose();
  await expect(client.api.health()).rejects.toBeInstanceOf(UserError);
  expect((await clientOf({ mayStart: false }).api.health()).pid).toBe(pid);
});

test('a damaged or outdated state file is nobody to talk to', async () => {
  await writeFile(join(data, 'collector.json'), '{"socket":');
  expect(await readCollectorState(data)).toBeUndefined();
  await writeFile(join(data, 'collector.json'), '{"socket":1}');
  expect(await readCollectorState(data)).toBeUndefined();
  await clientOf().connect();
  expect(existsSync(join(data, 'starts'))).toBe(true);
});

function clientOf(options: Partial<ClientOptions> = {}): CollectorClient {
  const client = new CollectorClient({
    dataDirectory: data,
    collectorPath,
    name: 'test',
    mayStart: true,
    ...options,
  });
  clients.push(client);
  return client;
}

function stateOf(client: CollectorClient, kind: CollectorClient['state']['kind']): Promise<void> {
  return new Promise((resolve) => {
    client.onDidChangeState((state) => {
      if (state.kind === kind) resolve();
    });
  });
}

/** Runs one of another protocol, by default an older one, and answers its process id. */
async function startOlder(protocol = 1): Promise<number> {
  await writeFile(join(data, 'protocol'), String(protocol));
  const pid = await startCollector({ dataDirectory: data, collectorPath });
  await rm(join(data, 'protocol'));
  return ensureExists(pid);
}

/** Lets the collector end the connection for a reason. */
async function end(client: CollectorClient, reason: EndReason): Promise<void> {
  const api = client.api as unknown as { end(how: { reason: EndReason }): Promise<void> };
  await api.end({ reason }).catch(() => undefined);
}

async function stops(): Promise<string[]> {
  return (await readFile(join(data, 'stops'), 'utf8')).trim().split('\n');
}

async function starts(): Promise<string[]> {
  return (await readFile(join(data, 'starts'), 'utf8')).trim().split('\n');
}

function killIfAlive(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    expect(error).toMatchObject({ code: 'ESRCH' });
  }
}
