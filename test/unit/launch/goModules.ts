import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Texts by path. */
export type Files = Readonly<Record<string, string>>;

export const sdk = 'go.opentelemetry.io/otel/sdk';

/** What of the SDK is patched. */
export const sdkFiles: Files = {
  'provider.go': `package trace

func NewTracerProvider(opts ...TracerProviderOption) *TracerProvider {
	return nil
}
`,
  'span.go': `package trace

type ReadOnlySpan interface {
	InstrumentationScope() instrumentation.Scope
}
`,
};

/** Go compares it with go.sum, and trusts the files. */
const unreadHash = 'h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';

const sdkMod = `module ${sdk}\n\ngo 1.21\n`;

/** Writes files, and answers the folder. */
export function writeFiles(folder: string, files: Files): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Puts a version of the SDK where Go keeps what it has downloaded. */
export function cacheSdk(moduleCache: string, version: string, trace: Files = sdkFiles): void {
  const info = JSON.stringify({ Version: version, Time: '2026-01-01T00:00:00Z' });
  writeFiles(moduleCache, {
    [`cache/download/${sdk}/@v/${version}.mod`]: sdkMod,
    [`cache/download/${sdk}/@v/${version}.info`]: info,
    [`cache/download/${sdk}/@v/${version}.ziphash`]: unreadHash,
    [`${sdk}@${version}/go.mod`]: sdkMod,
    [`${sdk}@${version}/trace/provider_test.go`]: 'package trace\n',
    [`${sdk}@${version}/trace/inner/go.mod`]: 'module inner\n',
    [`${sdk}@${version}/trace/inner/inner.go`]: 'package inner\n',
    ...below(`${sdk}@${version}/trace`, trace),
  });
}

/** A module that requires the SDK. */
export function moduleWithSdk(version: string): Files {
  return {
    'go.mod': `module app\n\ngo 1.21\n\nrequire ${sdk} ${version}\n`,
    'go.sum': `${sdk} ${version} ${unreadHash}\n${sdk} ${version}/go.mod ${goModHash(sdkMod)}\n`,
    'main.go': 'package main\n\nfunc main() {}\n',
  };
}

/** As go.sum has it (golang.org/x/mod, `sumdb/dirhash`). */
function goModHash(text: string): string {
  const line = `${createHash('sha256').update(text).digest('hex')}  go.mod\n`;
  return `h1:${createHash('sha256').update(line).digest('base64')}`;
}

export function below(folder: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

export function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();
}

export function hasGo(): boolean {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).startsWith('go1.');
  } catch {
    return false;
  }
}
