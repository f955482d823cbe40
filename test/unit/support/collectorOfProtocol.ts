import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = resolve(import.meta.dirname, '../../..');

export interface OtherCollector {
  readonly collector: string;
  remove(): Promise<void>;
}

/** The collector as it is now, but for the protocol that it says it speaks: what an update leaves running, or brings. */
export async function collectorOfProtocol(protocol: number): Promise<OtherCollector> {
  await mkdir(join(root, 'out'), { recursive: true });
  const folder = await mkdtemp(join(root, 'out', 'protocol-'));
  const collector = join(folder, 'collector.js');
  await build({
    absWorkingDir: root,
    entryPoints: ['src/collector/main.ts'],
    outfile: collector,
    bundle: true,
    mainFields: ['module', 'main'],
    platform: 'node',
    target: 'node22.15',
    format: 'cjs',
    logLevel: 'warning',
    plugins: [speaking(protocol)],
  });
  return { collector, remove: () => rm(folder, { recursive: true, force: true }) };
}

const declaration = /(export const protocolVersion = )\d+;/;

function speaking(protocol: number): Plugin {
  return {
    name: 'speaking',
    setup({ onLoad }) {
      onLoad({ filter: /shared[\\/]protocol\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        if (!declaration.test(source)) throw new Error(`${path} does not say its protocol as it did.`);
        return { contents: source.replace(declaration, `$1${protocol};`), loader: 'ts' };
      });
    },
  };
}
