import type { CollectorSettings } from './collectorSettings.ts';
import type { ForwardSettings } from './forward.ts';
import { readForwardSettings } from './parseForwardSettings.ts';
import { readSamplingPolicy } from './parseSamplingPolicy.ts';
import { fault, present, SettingsMembers, type SettingsProblem } from './settingsMembers.ts';

/** What was right of what a person wrote, and a sentence for all that was not. */
export interface ParsedSettings {
  readonly settings: CollectorSettings;
  readonly problems: readonly SettingsProblem[];
}

const origin = /^https?:\/\/[^\s/?#]+$/i;

/**
 * Reads settings that a person wrote, member by member: the JSON of `--config`, or values of VS Code's settings. What is wrong is
 * left out; a policy or a forward is left out as a whole. Keys that nobody knows are said and harmless.
 */
export function parseCollectorSettings(value: unknown): ParsedSettings {
  const problems: SettingsProblem[] = [];
  const members = SettingsMembers.of(value, '', problems);
  if (members === undefined) return { settings: {}, problems };
  const settings = present({
    keepRunning: members.boolean('keepRunning'),
    maxSpans: members.integer('maxSpans', 1, 1e9),
    maxDiskMegabytes: members.number('maxDiskMegabytes', 1, 1e9),
    sampleRatio: members.number('sampleRatio', 0, 1),
    keep: members.list('keep', readSamplingPolicy),
    allowedOrigins: members.list('allowedOrigins', readOrigin),
    forwards: withoutDoubles(members.list('forwards', readForwardSettings), problems),
  });
  members.finish();
  return { settings, problems };
}

function readOrigin(value: unknown, path: string, problems: SettingsProblem[]): string | undefined {
  if (typeof value === 'string' && origin.test(value)) return value;
  problems.push(fault(path, 'must be an origin such as https://app.example.com'));
  return undefined;
}

/** What was sent is remembered by name, so two of one name would forget each other's place. */
function withoutDoubles(
  forwards: readonly ForwardSettings[] | undefined,
  problems: SettingsProblem[],
): readonly ForwardSettings[] | undefined {
  const names = new Set<string>();
  return forwards?.filter(({ name }) => {
    if (names.has(name)) problems.push(fault('forwards', `holds "${name}" twice; give each its own name`));
    return names.size < names.add(name).size;
  });
}
