import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Evidence } from '../../../src/shared/evidence.ts';
import type { Confidence } from '../../../src/shared/placement.ts';
import type { CodeAttributes } from '../../../src/shared/site.ts';
import { root } from '../paths.mjs';

/** What `sites --json --evidence` says of a site. */
export interface SiteLine {
  readonly service: string;
  readonly scope: string;
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  readonly code: CodeAttributes;
  readonly evidence: Evidence;
  /** Relative to the workspace. */
  readonly file?: string | null;
  readonly line?: number | null;
  readonly rung?: string | null;
  readonly confidence?: Confidence | null;
}

/** The sites of a collector, with their lines in a workspace where one is given. */
export async function sitesOf(data: string, workspace?: string): Promise<readonly SiteLine[]> {
  const where = workspace === undefined ? [] : ['--workspace', workspace];
  const args = [join(root, 'dist/cli.js'), 'sites', '--json', '--evidence', '--data', data, ...where];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 28 });
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as SiteLine);
}
