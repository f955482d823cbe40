import { basename, relative } from 'node:path';

/** How the user has called this program, for hints to be typed: `spanline`, `node dist/cli.js`. */
export function programName(script: string, directory: string): string {
  if (!script.endsWith('.js')) return basename(script);
  const near = relative(directory, script);
  return `node ${near.startsWith('..') ? script : near}`;
}
