import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

test('every sentence that the host shows stands in the bundle for translators, and none is left over', () => {
  const bundle = JSON.parse(readFileSync(join(root, 'l10n/bundle.l10n.json'), 'utf8')) as Record<
    string,
    string
  >;
  expect(Object.keys(bundle)).toEqual(sentences());
  expect(Object.values(bundle)).toEqual(Object.keys(bundle));
});

function sentences(): string[] {
  const files = ['extension.ts', ...['debug', 'editor', 'views'].flatMap(filesOf)];
  const found = files.flatMap((file) => {
    const text = readFileSync(join(root, 'src', file), 'utf8');
    return [...text.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1] ?? '');
  });
  return [...new Set(found)].sort();
}

function filesOf(folder: string): string[] {
  const names = readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
}
