import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { version } from '../../../package.json';
import { version as collectorVersion } from '../../../src/collector/version.ts';
import type { ReadyLine } from '../../../src/shared/collectorState.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { requestOf, wireOf } from './otlpRequest.ts';
import { CollectorYard, type RunningCollector, runCollector } from './runningCollector.ts';

const yard = new CollectorYard();
let bundles: BuiltBundles;
beforeAll(async () => {
  bundles = await buildBundles();
});
afterEach(() => yard.clear());
afterAll(() => bundles.remove());

const anyPorts = ['--otlp-grpc', '0', '--otlp-http', '0'];

test('the collector is of the release that package.json says', () => {
  expect(collectorVersion).toBe(version);
});

test('it says where it serves, keeps its files private, and leaves nothing when told to end', async () => {
  const collector = await yard.start(bundles.collector);
  const { ready } = collector;
  expect(ready).toMatchObject({ ready: true, pid: collector.process.pid, version });
  expect(ready.grpc).toMatch(/^127\.0\.0\.1:\d+$/);
  const state = join(ready.data, 'collector.json');
  const modes = [ready.data, state, join(ready.data, 'spans.db'), join(ready.socket, '..')].map(
    (path) => statSync(path).mode & 0o777,
  );
  expect(modes).toEqual([0o700, 0o600, 0o600, 0o700]);
  await collector.end();
  expect([collector.process.exitCode, collector.stderr()]).toEqual([0, '']);
  expect([existsSync(state), existsSync(ready.socket)]).toEqual([false, false]);
});

test('a second one of the same data directory names the first and leaves', async () => {
  const data = yard.folder();
  const first = await yard.start(bundles.collector, data);
  const second = await runCollector(bundles.collector, ['serve', '--data', data, ...anyPorts]);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(second.stdout)).toEqual(first.ready);
});

test('of many that start at once, one serves and the others name it', async () => {
  const data = yard.folder();
  const starts = Array.from({ length: 6 }, () => yard.start(bundles.collector, data));
  const lines = (await Promise.all(starts)).map((collector) => collector.ready);
  expect(new Set(lines.map((line) => line.pid)).size).toBe(1);
});

test('after a kill the next one takes over', async () => {
  const data = yard.folder();
  const first = await yard.start(bundles.collector, data);
  await first.end('SIGKILL');
  const second = await yard.start(bundles.collector, data);
  expect(second.ready.pid).not.toBe(first.ready.pid);
});

test.each([
  [[]],
  [['serve', '--otlp-grpc', '70000']],
  [['serve', '--max-spans', 'many']],
  [['serve', '--unknown']],
  [['serve', 'twice']],
])('wrong usage %o', async (args) => {
  const ended = await runCollector(bundles.collector, args);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain('Usage: collector serve');
});

test('help', async () => {
  expect(await runCollector(bundles.collector, ['--help'])).toMatchObject({ code: 0, stderr: '' });
});

test('a wrong token is told so and gets no answer', async () => {
  const collector = await yard.start(bundles.collector);
  const { openConnection } = await import('../../../src/client/connection.ts');
  const state = JSON.parse(readFileSync(join(collector.ready.data, 'collector.json'), 'utf8'));
  const client = { name: 'thief', onChange: () => undefined };
  await expect(openConnection({ ...state, token: 'guess' }, client)).rejects.toThrow('token');
  expect(await collector.ask((api) => api.health())).toMatchObject({ clients: ['test'] });
});

test('every acknowledged span is there after kill -9 under load', async () => {
  const data = yard.folder();
  const acknowledged: string[] = [];
  for (let round = 0; round < 3; round++) {
    const collector = await yard.start(bundles.collector, data);
    const load = Array.from({ length: 8 }, (_, worker) =>
      sendUntilDead(collector, round * 8 + worker, acknowledged),
    );
    const wanted = acknowledged.length + 150;
    while (acknowledged.length < wanted) await new Promise(setImmediate);
    await collector.end('SIGKILL');
    await Promise.all(load);
  }
  const survivor = await yard.start(bundles.collector, data);
  const traces = await survivor.ask((api) => api.traces({ limit: 10_000 }));
  const kept = new Map(traces.traces.map((trace) => [trace.traceId as string, trace.spans]));
  expect(acknowledged.filter((traceId) => kept.get(traceId) !== 20)).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(450);
});

/** Requests of one trace of 20 spans each; the ids of those that were acknowledged. */
async function sendUntilDead(
  collector: RunningCollector,
  worker: number,
  acknowledged: string[],
): Promise<void> {
  for (let i = 1; ; i++) {
    const trace = `${(worker + 1).toString(16).padStart(8, '0')}${i.toString(16).padStart(24, '0')}`;
    const spans = Array.from({ length: 20 }, (_, span) => ({ trace, id: (span + 1).toString(16) }));
    try {
      const response = await fetch(`http://${collector.ready.http}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        body: wireOf(requestOf(spans)),
      });
      if (response.status === 200) acknowledged.push(trace);
    } catch {
      return;
    }
  }
}

const oldNode = '/usr/bin/node';
const isOld = existsSync(oldNode) && !process.execPath.startsWith('/usr/bin');

test.runIf(isOld)(
  'an old Node hands over to a newer one, and takes it with it when it is killed',
  async () => {
    const newer = { node: oldNode, env: { SPANLINE_NODE: process.execPath } };
    const collector = await yard.start(bundles.collector, yard.folder(), anyPorts, newer);
    expect((await collector.ask((api) => api.health())).pid).toBe(collector.ready.pid);
    await collector.end('SIGKILL');
    while (isAlive(collector.ready)) await new Promise((resolve) => setTimeout(resolve, 20));
  },
);

test.runIf(isOld)('an old Node alone says what is needed', async () => {
  const nowhere = { node: oldNode, env: { SPANLINE_NODE: join(yard.folder(), 'none') } };
  const ended = await runCollector(
    bundles.collector,
    ['serve', '--data', yard.folder(), ...anyPorts],
    nowhere,
  );
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr).toContain('Spanline needs Node 22.15 or newer');
});

function isAlive({ pid }: ReadyLine): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
