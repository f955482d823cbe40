import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GoBuildOptions } from '../../../src/launch/goBuild.ts';
import { type GoWorkspace, prepareGoWorkspace } from '../../../src/launch/goWorkspace.ts';
import { below, cacheSdk, filesBelow, hasGo, moduleWithSdk, sdk, sdkFiles, writeFiles } from './goModules.ts';

const version = 'v1.99.0';

let root: string;
let env: Record<string, string | undefined>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'spanline go-'));
  env = {
    ...process.env,
    GOMODCACHE: join(root, 'modules'),
    GOPROXY: 'off',
    GOFLAGS: '',
    GOWORK: '',
    GOTOOLCHAIN: 'local',
  };
  const processor = join(import.meta.dirname, '../../../src/capture/go');
  cpSync(processor, join(root, 'capture/go'), { recursive: true });
  cacheSdk(join(root, 'modules'), version);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('a missing command is said', async () => {
  expect(await prepare({}, { go: 'no-such-command' })).toEqual({
    ok: false,
    reason: 'The command "go" is not on the path. The program is built as it is.',
  });
});

describe.skipIf(!hasGo())('with Go on the path', () => {
  test('a folder without a module is said', async () => {
    const answer = await prepare({ 'main.go': 'package main\n' });
    expect(reasonOf(answer)).toMatch(/is not in a Go module: "go mod init" makes one\./);
  });

  test('a module without the SDK is said', async () => {
    const answer = await prepare({ 'go.mod': 'module app\n\ngo 1.21\n' });
    expect(reasonOf(answer)).toMatch(/^This module does not use the OpenTelemetry SDK: "go get /);
  });

  test('flags beside which Go takes no workspace are said', async () => {
    const answer = await prepare(moduleWithSdk(version), { env: { ...env, GOFLAGS: '-trimpath -mod=mod' } });
    expect(reasonOf(answer)).toMatch(/with "-mod=mod": take it out of GOFLAGS to have capture\./);
  });

  test('a directory of the user that replaces the SDK is left alone', async () => {
    const { 'go.mod': mod, ...others } = moduleWithSdk(version);
    const files = {
      ...others,
      'go.mod': `${mod}\nreplace ${sdk} => ./sdk\n`,
      'sdk/go.mod': `module ${sdk}\n`,
    };
    expect(reasonOf(await prepare(files))).toMatch(/^A directory of yours replaces/);
  });

  test('an SDK that is too old is said', async () => {
    cacheSdk(join(root, 'modules'), 'v1.0.0', { ...sdkFiles, 'span.go': 'package trace\n' });
    expect(reasonOf(await prepare(moduleWithSdk('v1.0.0')))).toMatch(
      /^Capture does not fit .* it needs 1\.11\.2/,
    );
  });

  test('a go.work elsewhere replaces the SDK by a copy, and the module stays as it is', async () => {
    const answer = await prepare(moduleWithSdk(version));
    expect(workOf(answer)).toBe(`go 1.21

use "ROOT/app"

replace go.opentelemetry.io/otel/sdk v1.99.0 => "ROOT/cache/sdk-v1.99.0-HASH"
`);
    expect(filesBelow(join(root, 'app'))).toEqual(['go.mod', 'go.sum', 'main.go']);
    expect(filesBelow(join(root, 'cache', folderOf('sdk')))).toEqual([
      'go.mod',
      'trace/provider.go',
      'trace/span.go',
      'trace/spanline_capture.go',
      'trace/spanline_names.go',
      'trace/spanline_owner.go',
      'trace/spanline_search.go',
    ]);
  });

  test('what was prepared is found again, also by those who come at the same time', async () => {
    const files = moduleWithSdk(version);
    const [first, ...others] = await Promise.all([prepare(files), prepare(files), prepare(files)]);
    expect(first).toMatchObject({ ok: true, version });
    expect(others).toEqual([first, first]);
    expect(await prepare(files, { env: { ...env, ...variablesOf(first) } })).toEqual(first);
    expect(readdirSync(join(root, 'cache')).map((name) => name.replace(/-.*/, ''))).toEqual(['sdk', 'work']);
  });

  test('a go.work of the user keeps what it says', async () => {
    writeFiles(root, {
      'go.work': 'go 1.21\n\n// both\nuse (\n\t./app\n\t./lib\n)\n\nreplace old => ./fork\n',
      'lib/go.mod': 'module lib\n\ngo 1.21\n',
      'fork/go.mod': 'module old\n',
    });
    const answer = await prepare(moduleWithSdk(version), { env: { ...env, GOWORK: undefined } });
    expect(workOf(answer)).toMatchInlineSnapshot(`
      "go 1.21

      // both
      use (
      	"ROOT/app"
      	"ROOT/lib"
      )

      replace old => "ROOT/fork"

      replace go.opentelemetry.io/otel/sdk v1.99.0 => "ROOT/cache/sdk-v1.99.0-HASH"
      "
    `);
  });

  test('vendored modules get an overlay', async () => {
    const files = {
      ...moduleWithSdk(version),
      'vendor/modules.txt': `# ${sdk} ${version}\n## explicit\n${sdk}/trace\n`,
      ...below(`vendor/${sdk}/trace`, sdkFiles),
    };
    const answer = await prepare(files, { env: { ...env, GOFLAGS: '-trimpath' } });
    const flags = variablesOf(answer)['GOFLAGS'] ?? '';
    expect(flags.replace(root, 'ROOT').replace(hashes, '-HASH')).toBe(
      "-trimpath '-overlay=ROOT/cache/overlay-HASH/overlay.json'",
    );
    expect(overlayOf(flags)).toEqual([
      `ROOT/app/vendor/${sdk}/trace/provider.go`,
      `ROOT/app/vendor/${sdk}/trace/spanline_capture.go`,
      `ROOT/app/vendor/${sdk}/trace/spanline_names.go`,
      `ROOT/app/vendor/${sdk}/trace/spanline_owner.go`,
      `ROOT/app/vendor/${sdk}/trace/spanline_search.go`,
    ]);
    expect(await prepare(files, { env: { ...env, GOFLAGS: flags } })).toEqual(answer);
  });
});

const hashes = /-[0-9a-f]{16}/g;

function prepare(
  app: Readonly<Record<string, string>>,
  more: Partial<GoBuildOptions> = {},
): Promise<GoWorkspace> {
  return prepareGoWorkspace({
    moduleDirectory: writeFiles(join(root, 'app'), { ...app }),
    cacheDirectory: join(root, 'cache'),
    captureDirectory: join(root, 'capture'),
    env,
    ...more,
  });
}

function reasonOf(answer: GoWorkspace): string {
  return answer.ok ? 'It was prepared.' : answer.reason;
}

function variablesOf(answer: GoWorkspace | undefined): Readonly<Record<string, string>> {
  return answer?.ok ? answer.env : {};
}

function workOf(answer: GoWorkspace): string {
  const path = variablesOf(answer)['GOWORK'];
  if (path === undefined) return reasonOf(answer);
  return readFileSync(path, 'utf8').replaceAll(root, 'ROOT').replace(hashes, '-HASH');
}

/** The files that are stood in for. */
function overlayOf(flags: string): string[] {
  const text = readFileSync(flags.slice(flags.indexOf('=') + 1, -1), 'utf8');
  const { Replace } = JSON.parse(text) as { readonly Replace: Readonly<Record<string, string>> };
  return Object.keys(Replace).map((path) => path.replace(root, 'ROOT'));
}

function folderOf(kind: string): string {
  return readdirSync(join(root, 'cache')).find((name) => name.startsWith(`${kind}-`)) ?? '';
}
