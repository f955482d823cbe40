import type { LaunchRecord } from './launchRecords.ts';

/** What was set for whom and why, as a text to read and copy from. */
export function launchText(records: readonly LaunchRecord[]): string {
  if (records.length === 0) return 'Nothing has been set for any program of this window yet.\n';
  return `${records.map(recordText).join('\n\n')}\n`;
}

function recordText({ name, directory, startedUnixMillis, changes, notes }: LaunchRecord): string {
  const time = new Date(startedUnixMillis).toLocaleTimeString('sv');
  const where = directory === undefined ? '' : ` in ${directory}`;
  const lines = changes.flatMap(({ name: variable, value, before, why }) => [
    `  # ${why}${before === undefined ? '' : ` It was: ${before}`}`,
    `  ${variable}=${value}`,
  ]);
  return [`${time}  ${name}${where}`, ...notes.map((note) => `  ! ${note}`), ...lines].join('\n');
}
