// Makes every bundle. `--watch` rebuilds on change; `--test` also makes the suite that runs inside VS Code.
import { cp, mkdir, rm } from 'node:fs/promises';
import { sep } from 'node:path';
import * as esbuild from 'esbuild';
import { buildJavaCapture } from './src/capture/java/build.mjs';

const watch = process.argv.includes('--watch');
const minify = process.argv.includes('--production');

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  minify,
  sourcemap: minify ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

// Packages whose CommonJS loads its parts by computed names can only be bundled as modules.
const mainFields = ['module', 'main'];

/**
 * What is loaded only where it is needed is a bundle of its own, beside the others.
 * @type {esbuild.Plugin}
 */
const loadedLater = {
  name: 'loadedLater',
  setup({ onResolve }) {
    onResolve({ filter: /\/(readYaml|allRungs|addForward)\.ts$/ }, ({ kind, path }) =>
      kind === 'dynamic-import'
        ? { path: `./${path.slice(path.lastIndexOf('/') + 1, -'.ts'.length)}.js`, external: true }
        : undefined,
    );
  },
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...common,
  mainFields,
  platform: 'node',
  target: 'node22.15',
  format: 'cjs',
  outdir: 'dist',
  plugins: [loadedLater],
};

const bundles = [
  // Only the extension may import `vscode`: in any other bundle the import fails to resolve.
  esbuild.context({ ...node, entryPoints: { extension: 'src/extension.ts' }, external: ['vscode'] }),
  // What gRPC would read its own diagnostics' messages with, which nobody asks the collector for.
  esbuild.context({
    ...node,
    entryPoints: { collector: 'src/collector/main.ts' },
    external: ['@grpc/proto-loader'],
  }),
  esbuild.context({ ...node, entryPoints: { syntaxWorker: 'src/source/syntax/syntaxWorker.ts' } }),
  esbuild.context({ ...node, entryPoints: { readYaml: 'src/source/paths/readYaml.ts' } }),
  esbuild.context({ ...node, entryPoints: { allRungs: 'src/source/allRungs.ts' } }),
  esbuild.context({
    ...node,
    entryPoints: { addForward: 'src/views/commands/addForward.ts' },
    external: ['vscode'],
  }),
  esbuild.context({ ...node, entryPoints: { cli: 'src/cli.ts' }, banner: { js: '#!/usr/bin/env node' } }),
  // Loaded into the user's programs: no source map, which `--enable-source-maps` would make them read.
  esbuild.context({
    ...node,
    target: 'node20',
    sourcemap: false,
    entryPoints: { hook: 'src/capture/node/hook.ts' },
    outdir: 'dist/capture/node',
    outExtension: { '.js': '.cjs' },
  }),
  esbuild.context({
    ...common,
    platform: 'browser',
    target: 'chrome134',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryPoints: { waterfall: 'webview/main.tsx', span: 'webview/span.tsx', graph: 'webview/graph.tsx' },
    outdir: 'dist/webview',
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  }),
  // Imported by the side panel when the first statement is shown.
  esbuild.context({
    ...common,
    platform: 'browser',
    target: 'chrome134',
    format: 'esm',
    entryPoints: { sqlFormat: 'webview/formats/sqlFormat.ts' },
    outdir: 'dist/webview',
  }),
];

/** What the bundles load at run time beside themselves. */
async function copyAssets() {
  const grammars = [
    'javascript',
    'typescript',
    'tsx',
    'python',
    'go',
    'java',
    'ruby',
    'rust',
    'php',
    'c-sharp',
  ];
  const files = ['tree-sitter.wasm', ...grammars.map((name) => `tree-sitter-${name}.wasm`)];
  await mkdir('dist/wasm', { recursive: true });
  await Promise.all(
    files.map((file) => cp(`node_modules/@vscode/tree-sitter-wasm/wasm/${file}`, `dist/wasm/${file}`)),
  );
}

/** What is put into Java and Go programs: the one is compiled where a JDK is, the other where the program is built. */
async function makeCapture() {
  const notice = await buildJavaCapture('dist/capture/java/spanline-capture.jar', 'out/capture/java.hash');
  if (notice !== undefined) console.warn(notice);
  await cp('src/capture/go', 'dist/capture/go', { recursive: true });
  await copyPythonCapture();
}

/** As it is; Python keeps what it compiles beside its files, and that is not to be released. */
async function copyPythonCapture() {
  const compiled = `${sep}__pycache__`;
  if (minify) await rm('dist/capture/python', { recursive: true, force: true });
  await cp('src/capture/python', 'dist/capture/python', {
    recursive: true,
    filter: (path) => !path.endsWith(compiled),
  });
}

await copyAssets();
await makeCapture();
const contexts = await Promise.all(bundles);
if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  await Promise.all(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
}
