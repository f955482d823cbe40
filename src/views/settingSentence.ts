import type { CollectorSettings } from '../shared/collectorSettings.ts';
import type { SettingId } from '../shared/manifest.ts';
import type { SettingsProblem } from '../shared/settingsMembers.ts';

/** What the user knows as which setting. */
export const collectorSettingIds: Readonly<Record<keyof CollectorSettings, SettingId>> = {
  keepRunning: 'spanline.collector.keepRunning',
  maxSpans: 'spanline.collector.maxSpans',
  maxDiskMegabytes: 'spanline.collector.maxDiskMegabytes',
  allowedOrigins: 'spanline.collector.allowedOrigins',
  sampleRatio: 'spanline.sampling.ratio',
  keep: 'spanline.sampling.keep',
  forwards: 'spanline.forwards',
};

/** What is wrong with a setting, by the name that the user knows it by. */
export function settingSentence({ path, sentence }: SettingsProblem): string {
  const key = /^\w+/.exec(path)?.[0] ?? '';
  const isKnown = Object.hasOwn(collectorSettingIds, key) && sentence.startsWith(key);
  return isKnown
    ? collectorSettingIds[key as keyof CollectorSettings] + sentence.slice(key.length)
    : sentence;
}
