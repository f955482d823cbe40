import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { expect, test } from 'vitest';

/** The table of ARCHITECTURE.md: what each part of the tree may import. `node` and `vscode` are the platforms. */
const mayImport: Record<string, readonly string[]> = {
  'src/extension.ts': [
    'composeCode.ts',
    'composeCollector.ts',
    'shared',
    'trace',
    'client',
    'source',
    'source/vscode',
    'launch',
    'debug',
    'editor',
    'views',
    'node',
    'vscode',
  ],
  'src/composeCode.ts': ['shared', 'source', 'source/vscode', 'editor', 'views', 'vscode'],
  'src/composeCollector.ts': ['composeCode.ts', 'shared', 'client', 'views', 'node', 'vscode'],
  'src/cli.ts': ['cli', 'shared', 'trace', 'client', 'source', 'launch', 'node'],
  'src/cli': ['shared', 'trace', 'client', 'source', 'launch', 'node'],
  'src/shared': [],
  'src/trace': ['shared'],
  'src/collector': ['shared', 'trace', 'node'],
  'src/client': ['shared', 'node'],
  'src/source': ['shared', 'trace', 'node'],
  'src/source/vscode': ['source', 'shared', 'trace', 'node', 'vscode'],
  'src/launch': ['shared', 'node'],
  'src/debug': ['shared', 'source', 'launch', 'vscode'],
  'src/capture': ['node'],
  'src/editor': ['shared', 'trace', 'source', 'vscode'],
  'src/views': ['shared', 'trace', 'source', 'vscode'],
  webview: ['shared', 'trace'],
};

const root = resolve(import.meta.dirname, '../..');

test('every import follows the table', () => {
  expect(forbiddenImports()).toEqual([]);
});

test('the table would notice a wrong import', () => {
  expect(verdict('src/trace/a.ts', '../collector/store/b.ts')).toBe(
    'src/trace/a.ts must not import src/collector/store/b.ts',
  );
  expect(verdict('src/shared/a.ts', 'node:fs')).toBe('src/shared/a.ts must not import node:fs');
  expect(verdict('src/client/a.ts', 'vscode')).toBe('src/client/a.ts must not import vscode');
  expect(verdict('src/editor/a.ts', '../views/b.ts')).toBe('src/editor/a.ts must not import src/views/b.ts');
  expect(verdict('src/source/a.ts', './vscode/b.ts')).toBe(
    'src/source/a.ts must not import src/source/vscode/b.ts',
  );
});

function forbiddenImports(): string[] {
  return ['src', 'webview'].flatMap(sourceFiles).flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    return importsOf(text).flatMap((specifier) => verdict(file, specifier) ?? []);
  });
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.split(sep).join('/')}`);
}

function importsOf(text: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*'([^']+)'|\bimport\(\s*'([^']+)'|(?:^|\n)import\s*'([^']+)'/g;
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? match[2] ?? match[3] ?? []);
}

/** A sentence about a forbidden import; packages are free, the build says which end up where. */
function verdict(file: string, specifier: string): string | undefined {
  const target = targetOf(file, specifier);
  if (target === undefined) return undefined;
  const part = partOf(file);
  const targetPart = target.startsWith('src/') || target.startsWith('webview/') ? partOf(target) : target;
  if (part === targetPart) return undefined;
  const allowed = mayImport[part] ?? [];
  const short = targetPart.startsWith('node:') ? 'node' : targetPart.replace(/^src\//, '');
  return allowed.includes(short) ? undefined : `${file} must not import ${target}`;
}

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier === 'vscode') return 'vscode';
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return specifier;
  if (!specifier.startsWith('.')) return undefined;
  return relative(root, resolve(root, dirname(file), specifier))
    .split(sep)
    .join('/');
}

/** The longest entry of the table that the file lies in. */
function partOf(file: string): string {
  const parts = Object.keys(mayImport).filter((part) => file === part || file.startsWith(`${part}/`));
  return parts.sort((a, b) => b.length - a.length)[0] ?? file;
}
