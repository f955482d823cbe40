import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join, resolve } from 'node:path';
import * as esbuild from 'esbuild';
import { chromium, type Page } from 'playwright-core';
import type { Scene } from './scenes.ts';
import { themeStyle } from './themeVariables.ts';

const root = resolve(import.meta.dirname, '../../..');
const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

const entryPoints = {
  waterfall: 'webview/main.tsx',
  span: 'webview/span.tsx',
  graph: 'webview/graph.tsx',
} as const;
type View = keyof typeof entryPoints;
const allViews: readonly View[] = ['waterfall', 'span', 'graph'];

export interface HarnessBrowser {
  open(scene: Scene): Promise<Page>;
  close(): Promise<void>;
}

/** Builds the pages, or some of them, into a folder in memory, serves them on a free port, and starts a browser. */
export async function openHarness(views: readonly View[] = allViews): Promise<HarnessBrowser> {
  const files = await build(views);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(basename(url.pathname));
    if (file !== undefined) {
      response.setHeader('content-type', contentType(url.pathname));
      response.end(file);
    } else {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(html(url));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: chromiumFlags });
  return {
    open: async (scene) => {
      const page = await browser.newPage({ viewport: { width: scene.width, height: scene.height } });
      page.on('console', (message) => console.log(`  [${scene.name}] ${message.text()}`));
      page.on('pageerror', (error) => console.log(`  [${scene.name}] ${error.stack ?? error.message}`));
      await page.goto(`http://127.0.0.1:${port}/${scene.view}?theme=${scene.theme}&${scene.query}`);
      await page.waitForSelector('main:not([aria-busy])', { timeout: 60_000 });
      return page;
    },
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function build(views: readonly View[]): Promise<Map<string, Uint8Array>> {
  const common: esbuild.BuildOptions = {
    bundle: true,
    write: false,
    platform: 'browser',
    target: 'chrome134',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    outdir: join(root, 'dist/webview'),
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
    logLevel: 'warning',
    absWorkingDir: root,
  };
  const pages = await esbuild.build({
    ...common,
    minify: true,
    entryPoints: Object.fromEntries(views.map((view) => [view, entryPoints[view]])),
  });
  const formats = await esbuild.build({
    ...common,
    minify: true,
    format: 'esm',
    entryPoints: { sqlFormat: 'webview/formats/sqlFormat.ts' },
  });
  const host = await esbuild.build({
    ...common,
    entryPoints: { fakeHost: 'test/support/webviewHarness/fakeHost.ts' },
  });
  const files = new Map<string, Uint8Array>();
  for (const { path, contents } of [pages, formats, host].flatMap((built) => built.outputFiles ?? [])) {
    files.set(basename(path), contents);
  }
  files.set('favicon.ico', await readFile(import.meta.filename));
  return files;
}

function contentType(path: string): string {
  if (path.endsWith('.js')) return 'text/javascript; charset=utf-8';
  return path.endsWith('.css') ? 'text/css; charset=utf-8' : 'application/octet-stream';
}

/** The page as the extension serves it, with the same policy; the theme comes as a nonced style. */
function html(url: URL): string {
  const view = basename(url.pathname);
  const theme = themeStyle(url.searchParams.get('theme') ?? 'dark', view);
  const policy =
    "default-src 'none'; script-src 'nonce-harness'; style-src 'self' 'nonce-harness'; font-src 'self'; img-src 'self' data:";
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>${view}</title>
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="harness" />
    <style nonce="harness">${theme.css}</style>
    <link rel="stylesheet" href="${view}.css" />
  </head>
  <body class="${theme.bodyClass}" data-view="${view}">
    <div id="root"></div>
    <script nonce="harness" src="fakeHost.js"></script>
    <script nonce="harness" src="${view}.js"></script>
  </body>
</html>`;
}
