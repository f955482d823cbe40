import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { DataLock } from '../../../src/collector/dataLock.ts';
import { protocolVersion } from '../../../src/shared/protocol.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { requestOf, wireOf } from './otlpRequest.ts';
import { CollectorYard, type RunningCollector, type RunOptions, runCollector } from './runningCollector.ts';

const yard = new CollectorYard();
let bundles: BuiltBundles;
beforeAll(async () => {
  bundles = await buildBundles();
});
afterEach(() => yard.clear());
afterAll(() => bundles.remove());

const anyPorts = ['--otlp-grpc', '0', '--otlp-http', '0'];
const onUnix = test.runIf(process.platform !== 'win32');

onUnix(
  'through a symbolic link, and where another socket would be used, the one that runs is named',
  async () => {
    const first = await yard.start(bundles.collector);
    const link = join(yard.folder(), 'link');
    symlinkSync(first.ready.data, link);
    expect(await readyLineOf(link)).toEqual(first.ready);
    const elsewhere = { env: { XDG_RUNTIME_DIR: yard.folder() } };
    expect(await readyLineOf(first.ready.data, elsewhere)).toEqual(first.ready);
  },
);

onUnix('a socket or a state file that is removed comes back, and no second one opens the store', async () => {
  // Other collectors have their sockets beside one another.
  const ownRuntime = { env: { XDG_RUNTIME_DIR: yard.folder() } };
  const first = await yard.start(bundles.collector, yard.folder(), undefined, ownRuntime);
  const { data, socket } = first.ready;
  rmSync(socket);
  expect(await readyLineOf(data)).toEqual(first.ready);
  rmSync(join(data, 'collector.json'));
  expect(await readyLineOf(data)).toEqual(first.ready);
  rmSync(join(socket, '..'), { recursive: true });
  expect(await readyLineOf(data)).toEqual(first.ready);
  expect(statSync(join(socket, '..')).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(data, 'collector.log'), 'utf8')).toMatch(
    /The socket had been removed and was made anew\./,
  );
  await first.end();
  expect([existsSync(socket), existsSync(join(data, 'collector.json'))]).toEqual([false, false]);
});

test('the lock is one per directory, and goes with its process however that ends', async () => {
  const collector = await yard.start(bundles.collector);
  expect(DataLock.tryTake(collector.ready.data)).toBeUndefined();
  await collector.end('SIGKILL');
  const lock = await vi.waitUntil(() => DataLock.tryTake(collector.ready.data));
  lock.dispose();
  DataLock.tryTake(collector.ready.data)?.dispose();
});

test('two data directories at once do not know each other', async () => {
  const [one, other] = await Promise.all([yard.start(bundles.collector), yard.start(bundles.collector)]);
  expect(one.ready.socket).not.toBe(other.ready.socket);
  await send(one);
  const traces = await Promise.all([one, other].map((each) => each.ask((api) => api.health())));
  expect(traces.map(({ spans, pid }) => [spans, pid])).toEqual([
    [1, one.ready.pid],
    [0, other.ready.pid],
  ]);
  await one.ask((api) => api.stop());
  expect((await other.ask((api) => api.health())).pid).toBe(other.ready.pid);
});

onUnix('the path of the socket stays short, however long the runtime directory is', async () => {
  const long = join(yard.folder(), 'r'.repeat(120));
  mkdirSync(long);
  const { ready } = await yard.start(bundles.collector, yard.folder(), anyPorts, {
    env: { XDG_RUNTIME_DIR: long },
  });
  expect(Buffer.byteLength(ready.socket)).toBeLessThan(100);
  expect(statSync(join(ready.socket, '..')).mode & 0o777).toBe(0o700);
  const short = yard.folder();
  const other = await yard.start(bundles.collector, yard.folder(), anyPorts, {
    env: { XDG_RUNTIME_DIR: short },
  });
  expect(other.ready.socket.startsWith(short)).toBe(true);
});

onUnix(
  "a directory for the socket that others can read is refused, and nobody's mode is changed",
  async () => {
    const runtime = yard.folder();
    const folder = join(runtime, `spanline-${process.getuid?.()}`);
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    const data = yard.folder();
    const ended = await serveOnce(data, { env: { XDG_RUNTIME_DIR: runtime } });
    expect([ended.code, ended.stderr]).toEqual([
      1,
      expect.stringContaining('is not a directory that only you can read'),
    ]);
    expect([statSync(folder).mode & 0o777, existsSync(join(data, 'spans.db'))]).toEqual([0o755, false]);
  },
);

onUnix('a runtime directory that cannot be made is a sentence', async () => {
  const file = join(yard.folder(), 'file');
  writeFileSync(file, '');
  const ended = await serveOnce(yard.folder(), { env: { XDG_RUNTIME_DIR: file } });
  expect([ended.code, ended.stderr]).toEqual([1, expect.stringContaining('Set XDG_RUNTIME_DIR')]);
});

test('a config that is wrong keeps it from starting; what is right counts from the start', async () => {
  const config = join(yard.folder(), 'config.json');
  writeFileSync(config, '{"sampleRatio": 2}');
  const wrong = await runCollector(bundles.collector, [
    'serve',
    '--data',
    yard.folder(),
    ...anyPorts,
    '--config',
    config,
  ]);
  expect(wrong).toMatchObject({
    code: 1,
    stderr: `${config} cannot be used.\nsampleRatio must be a number from 0 to 1.\n`,
  });
  writeFileSync(config, '{"sampleRatio": 0.25, "maxSpans": 7, "keepRunning": false, "speed": 1}');
  const collector = await yard.start(bundles.collector, yard.folder(), [...anyPorts, '--config', config]);
  expect(await collector.ask((api) => api.health())).toMatchObject({
    sampleRatio: 0.25,
    maxSpans: 7,
    keepRunning: false,
  });
  expect(readFileSync(join(collector.ready.data, 'collector.log'), 'utf8')).toContain('speed is no setting');
});

test('health is true in every field', async () => {
  const before = Date.now();
  const collector = await yard.start(bundles.collector);
  await send(collector);
  await collector.ask((api) => api.configure({ keepRunning: false, maxDiskMegabytes: 64 }));
  const health = await collector.ask((api) => api.health());
  const { ready } = collector;
  expect(health).toMatchObject({
    pid: ready.pid,
    grpc: ready.grpc,
    http: ready.http,
    data: ready.data,
    socket: ready.socket,
    clients: ['test'],
    spans: 1,
    traces: 1,
    keepRunning: false,
    maxDiskBytes: 64e6,
    refusals: [],
    forwards: [],
    notices: [],
  });
  expect(health.startedUnixMillis).toBeGreaterThanOrEqual(before - 1000);
  expect(health.diskBytes).toBeGreaterThan(0);
  expect(health.receivers.slice(0, 2)).toEqual([
    { name: 'OTLP/gRPC', address: ready.grpc },
    { name: 'OTLP/HTTP', address: ready.http },
  ]);
});

test('the log tells the life of a collector, and no secret', async () => {
  const collector = await yard.start(bundles.collector);
  const { data } = collector.ready;
  const { token } = JSON.parse(readFileSync(join(data, 'collector.json'), 'utf8')) as {
    readonly token: string;
  };
  const ended = new Promise((resolve) => collector.process.once('exit', resolve));
  await collector.ask((api) => api.stop());
  await ended;
  const log = readFileSync(join(data, 'collector.log'), 'utf8');
  expect(log.replaceAll(/^\S+Z /gm, 'TIME ')).toBe(
    `TIME Serves ${data}: OTLP/gRPC at ${collector.ready.grpc}, OTLP/HTTP at ${collector.ready.http}; version ${collector.ready.version}, protocol ${protocolVersion}, process ${collector.ready.pid}.\nTIME Ends: a client stopped it.\n`,
  );
  expect(log).not.toContain(token);
});

async function readyLineOf(data: string, options: RunOptions = {}): Promise<unknown> {
  const ended = await serveOnce(data, options);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  return JSON.parse(ended.stdout);
}

function serveOnce(data: string, options: RunOptions) {
  return runCollector(bundles.collector, ['serve', '--data', data, ...anyPorts], options);
}

async function send(collector: RunningCollector): Promise<void> {
  const body = wireOf(requestOf([{ trace: 'a'.repeat(32), id: '1' }]));
  const headers = { 'content-type': 'application/x-protobuf' };
  const response = await fetch(`http://${collector.ready.http}/v1/traces`, { method: 'POST', headers, body });
  expect(response.status).toBe(200);
}
