import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = resolve(import.meta.dirname, '../../..');

/** The programs that run without VS Code, built from the sources as they are now. */
export interface BuiltBundles {
  readonly cli: string;
  readonly collector: string;
  remove(): Promise<void>;
}

/** Builds into a folder of its own, so that test files that run at the same time do not disturb each other. */
export async function buildBundles(): Promise<BuiltBundles> {
  await mkdir(join(root, 'out'), { recursive: true });
  const folder = await mkdtemp(join(root, 'out', 'bundles-'));
  await Promise.all([bundle(folder), copyGrammars(join(folder, 'wasm'))]);
  return {
    cli: join(folder, 'cli.js'),
    collector: join(folder, 'collector.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function bundle(outdir: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: {
      cli: 'src/cli.ts',
      collector: 'src/collector/main.ts',
      syntaxWorker: 'src/source/syntax/syntaxWorker.ts',
      readYaml: 'src/source/paths/readYaml.ts',
      allRungs: 'src/source/allRungs.ts',
    },
    outdir,
    bundle: true,
    external: ['@grpc/proto-loader'],
    mainFields: ['module', 'main'],
    platform: 'node',
    target: 'node22.15',
    format: 'cjs',
    logLevel: 'warning',
  });
}

async function copyGrammars(folder: string): Promise<void> {
  const from = join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm');
  await cp(from, folder, {
    recursive: true,
    filter: (path) => !/\.\w+$/.test(path) || path.endsWith('.wasm'),
  });
}
