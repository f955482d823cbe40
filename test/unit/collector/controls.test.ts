import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ensureExists } from '../../../src/shared/assert.ts';
import type { CollectorSettings } from '../../../src/shared/collectorSettings.ts';
import type { TraceId } from '../../../src/shared/ids.ts';
import type { Health } from '../../../src/shared/protocol.ts';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { requestOf, type SentSpan } from './otlpRequest.ts';
import { CollectorYard, type RunningCollector } from './runningCollector.ts';

const yard = new CollectorYard();
let bundles: BuiltBundles;
beforeAll(async () => {
  bundles = await buildBundles();
});
afterEach(() => yard.clear());
afterAll(() => bundles.remove());

async function send(collector: RunningCollector, spans: readonly SentSpan[]): Promise<unknown> {
  const answer = await fetch(`http://${collector.ready.http}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(requestOf(spans)),
  });
  return [answer.status, await answer.json()];
}

const health = (collector: RunningCollector): Promise<Health> => collector.ask((api) => api.health());

const traceOf = (digit: string): TraceId => digit.padStart(32, '0') as TraceId;

test('settings that are wrong are named, and change nothing', async () => {
  const collector = await yard.start(bundles.collector);
  const configure = (settings: unknown) =>
    collector.ask((api) => api.configure(settings as CollectorSettings));
  await expect(
    configure({ maxSpans: 5, keep: [{ name: 'slow', type: 'latency', latency: { threshold_ms: -1 } }] }),
  ).rejects.toThrow('The sampling policy "slow" needs threshold_ms');
  await expect(configure({ sampleRatio: 2 })).rejects.toThrow('sampleRatio');
  expect(await health(collector)).toMatchObject({ maxSpans: 1_000_000, sampleRatio: 1 });
});

test('what is sampled out is told as a success, and counted', async () => {
  const collector = await yard.start(bundles.collector);
  await collector.ask((api) => api.configure({ sampleRatio: 0 }));
  expect(await send(collector, [{ id: '1' }, { id: '2' }])).toEqual([200, {}]);
  const { spans, drops, refusedSpans, sampleRatio } = await health(collector);
  expect({ spans, drops, refusedSpans, sampleRatio }).toEqual({
    spans: 0,
    drops: [{ reason: 'sampled out at the door', spans: 2, traces: 1 }],
    refusedSpans: 0,
    sampleRatio: 0,
  });
});

test('budgets, runs and pins, over a kill and a restart', async () => {
  const data = yard.folder();
  const collector = await yard.start(bundles.collector, data);
  const keep = [{ type: 'status_code', status_code: { status_codes: ['ERROR'] } }] as const;
  await collector.ask((api) => api.configure({ maxSpans: 8, maxDiskMegabytes: 50, keep }));
  await send(collector, [{ trace: '1', id: '1' }]);
  const run = await collector.ask((api) => api.startRun({ name: 'with the new index', kind: 'command' }));
  await send(collector, [{ trace: '2', id: '1', status: { code: 2 } }]);
  await collector.ask((api) => api.setPinned({ traceIds: [traceOf('1'), traceOf('e')], pinned: true }));
  for (const trace of ['3', '4', '5'])
    await send(collector, [
      { trace, id: '1' },
      { trace, id: '2' },
    ]);
  const told = async (of: RunningCollector): Promise<string[]> => {
    const { traces } = await of.ask((api) => api.traces({ limit: 10 }));
    return traces
      .map(
        ({ traceId, spans, run: ofRun, pinned }) => `${traceId.slice(-1)}: ${spans}, run ${ofRun}, ${pinned}`,
      )
      .sort();
  };
  const before = await told(collector);
  expect(before).toEqual([
    '1: 1, run undefined, true',
    '2: 1, run 1, undefined',
    '3: 2, run 1, undefined',
    '4: 2, run 1, undefined',
    '5: 2, run 1, undefined',
  ]);
  await collector.end('SIGKILL');
  const next = await yard.start(bundles.collector, data);
  expect(await told(next)).toEqual(before);
  expect(await health(next)).toMatchObject({
    maxSpans: 1_000_000,
    pinnedTraces: 1,
    run: { id: run.id, traces: 4 },
  });
  await next.ask((api) => api.configure({ maxSpans: 8, keep }));
  await send(next, [{ trace: '6', id: '1' }]);
  expect(await told(next)).toEqual([...before.slice(0, 2), ...before.slice(3), '6: 1, run 1, undefined']);
  expect((await health(next)).drops).toEqual([{ reason: 'over the budget of spans', spans: 2, traces: 1 }]);
  const newest = ensureExists((await next.ask((api) => api.runs()))[0]);
  expect(newest).toMatchObject({ name: 'with the new index', kind: 'command', traces: 4 });
  await next.ask((api) => api.clear());
  expect(await next.ask((api) => api.runs())).toMatchObject([
    { kind: 'clear', name: 'Since clear', traces: 0 },
  ]);
  expect(await health(next)).toMatchObject({ spans: 0, pinnedTraces: 0 });
});
