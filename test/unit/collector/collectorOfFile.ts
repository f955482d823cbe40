import { afterAll, beforeAll } from 'vitest';
import { type BuiltBundles, buildBundles } from '../support/builtBundles.ts';
import { CollectorYard, type RunningCollector } from './runningCollector.ts';

/** One collector for all tests of a file, from its first test to its last. */
export function collectorOfFile(): () => RunningCollector {
  const yard = new CollectorYard();
  let bundles: BuiltBundles;
  let collector: RunningCollector;
  beforeAll(async () => {
    bundles = await buildBundles();
    collector = await yard.start(bundles.collector);
  });
  afterAll(async () => {
    await yard.clear();
    await bundles.remove();
  });
  return () => collector;
}
