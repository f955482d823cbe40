import type { CollectorSettings } from '../shared/collectorSettings.ts';
import { parseCollectorSettings } from '../shared/parseCollectorSettings.ts';
import { readSetting } from './readSetting.ts';
import { settingSentence } from './settingSentence.ts';

/** The user's settings of a running collector, without what is wrong in them, which the sentences say. */
export interface ReadCollectorSettings {
  readonly settings: CollectorSettings;
  readonly problems: readonly string[];
}

export function readCollectorSettings(): ReadCollectorSettings {
  const { settings, problems } = parseCollectorSettings({
    keepRunning: readSetting('spanline.collector.keepRunning'),
    maxSpans: readSetting('spanline.collector.maxSpans'),
    maxDiskMegabytes: readSetting('spanline.collector.maxDiskMegabytes'),
    sampleRatio: readSetting('spanline.sampling.ratio'),
    keep: readSetting('spanline.sampling.keep'),
    allowedOrigins: readSetting('spanline.collector.allowedOrigins'),
    forwards: readSetting('spanline.forwards'),
  });
  return { settings, problems: problems.map(settingSentence) };
}
