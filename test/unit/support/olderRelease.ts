import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const root = resolve(import.meta.dirname, '../../..');
/** The last commit of protocol 3, whose store is of the first format. */
const commit = '62de89d65526';

/** Path of the collector as it was before protocol 4, built once; `undefined` where the history does not reach so far. */
export function olderRelease(): string | undefined {
  const folder = join(root, '.vscode-test', 'older');
  const collector = join(folder, `collector-${commit}.js`);
  if (existsSync(collector)) return collector;
  if (process.platform === 'win32' || !isInHistory()) return undefined;
  mkdirSync(folder, { recursive: true });
  const sources = mkdtempSync(join(folder, 'sources-'));
  try {
    const archive = join(sources, 'sources.tar');
    execFileSync('git', ['archive', '--output', archive, commit, 'src', 'tsconfig.json'], { cwd: root });
    execFileSync('tar', ['-xf', archive, '-C', sources]);
    buildSync({
      entryPoints: [join(sources, 'src/collector/main.ts')],
      outfile: collector,
      bundle: true,
      platform: 'node',
      target: 'node22.15',
      format: 'cjs',
      logLevel: 'error',
    });
  } finally {
    rmSync(sources, { recursive: true });
  }
  return collector;
}

function isInHistory(): boolean {
  try {
    execFileSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: root, stdio: 'ignore' });
    return true;
  } catch {
    // A clone of the last commits only, or no clone at all.
    return false;
  }
}
