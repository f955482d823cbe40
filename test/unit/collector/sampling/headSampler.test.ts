import { afterEach, expect, test } from 'vitest';
import { HeadSampler } from '../../../../src/collector/sampling/headSampler.ts';
import { DropCounts } from '../../../../src/collector/store/dropCounts.ts';
import { sourceOf } from '../../../../src/collector/store/gatherBuffer.ts';
import { wordsOfHex } from '../../../../src/collector/store/hexOfWords.ts';
import { OpenStore } from '../openStore.ts';
import { requestOf, wireOf } from '../otlpRequest.ts';

const opened: OpenStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

// Thresholds as `ProbabilityToThreshold` of the Collector's pkg/sampling (0.155.0) makes them.
test.each([
  [1, '00000000000000'],
  [0.75, '40000000000000'],
  [0.5, '80000000000000'],
  [1 / 3, 'aaaaaaaaaaaaac'],
  [0.1, 'e6666666666666'],
  [0.01, 'fd70a3d70a3d71'],
  [1e-6, 'ffffef39085f4a'],
])('of all traces a share of %s begins with the randomness %s', (ratio, threshold) => {
  const sampler = new HeadSampler(new DropCounts());
  sampler.ratio = ratio;
  const keeps = (randomness: bigint): boolean => {
    const words = wordsOfHex(`000000000000000042${randomness.toString(16).padStart(14, '0')}`);
    return sampler.keeps(words[2] as number, words[3] as number);
  };
  const first = BigInt(`0x${threshold}`);
  expect([keeps(first), keeps(2n ** 56n - 1n), first === 0n || keeps(first - 1n)]).toEqual([
    true,
    true,
    first === 0n,
  ]);
});

test('a smaller share is a part of a larger one, and 0 is none', () => {
  const ids = Array.from({ length: 2_000 }, (_, i) => [
    Math.imul(i, 0x9e3779b1) >>> 0,
    Math.imul(i, 0x85ebca6b) >>> 0,
  ]);
  const kept = [0, 0.1, 0.5, 1].map((ratio) => {
    const sampler = new HeadSampler(new DropCounts());
    sampler.ratio = ratio;
    return new Set(ids.flatMap(([high = 0, low = 0], i) => (sampler.keeps(high, low) ? [i] : [])));
  });
  expect(kept[0]?.size).toBe(0);
  expect(kept[3]?.size).toBe(2_000);
  expect([...(kept[1] ?? [])].every((i) => kept[2]?.has(i))).toBe(true);
  expect(kept[1]?.size).toBeGreaterThan(100);
  expect(kept[1]?.size).toBeLessThan(300);
});

test('traces are left out as a whole, and counted', async () => {
  const store = new OpenStore();
  opened.push(store);
  const { drops } = store.store;
  const sampler = new HeadSampler(drops);
  sampler.ratio = 0.5;
  const kept = `${'0'.repeat(18)}80000000000000`;
  const left = `${'0'.repeat(18)}7fffffffffffff`;
  const offer = (request: object) => store.intake.offerTraces(sourceOf(sampler.sample(wireOf(request))));
  expect(await offer(requestOf([{ trace: left, id: '1' }]))).toMatchObject({ refused: 0 });
  expect(
    await offer(
      requestOf([
        { trace: kept, id: '1' },
        { trace: left, id: '2' },
        { trace: kept, id: '3' },
      ]),
    ),
  ).toMatchObject({ refused: 0 });
  expect(store.list.list({ limit: 9 }).traces.map(({ traceId, spans }) => `${traceId} ${spans}`)).toEqual([
    `${kept} 2`,
  ]);
  expect(drops.list()).toEqual([{ reason: 'sampled out at the door', spans: 2, traces: 1 }]);
});

test('a share of 1 costs nothing', () => {
  const request = wireOf(requestOf([{ id: '1' }]));
  expect(new HeadSampler(new DropCounts()).sample(request)).toBe(request);
});
