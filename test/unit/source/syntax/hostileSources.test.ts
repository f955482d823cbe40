import { expect, test } from 'vitest';
import { FactsReader } from '../../../../src/source/syntax/factsReader.ts';
import { wasmDirectory } from '../pictures.ts';
import { pictureOfFacts } from './factsPicture.ts';

const reader = new FactsReader(wasmDirectory);

async function spansOf(path: string, text: string): Promise<string> {
  const facts = await reader.factsOf(path, text);
  return facts === undefined ? 'no facts' : pictureOfFacts(facts, ['spans']);
}

const deep = 50_000;
const span = "tracer.startSpan('found');\n";

test.each([
  ['arrays', `${'['.repeat(deep)}${']'.repeat(deep)}`],
  ['calls', `${'f('.repeat(deep)}${')'.repeat(deep)}`],
  ['a chain of routes', `app${".get('/x', h)".repeat(deep / 10)}`],
  ['names', `a${'.b'.repeat(deep)}`],
  ['a sum', `'SELECT a FROM b'${" + 'c'".repeat(deep)}`],
  ['functions', `${'function f() {'.repeat(deep / 10)}${'}'.repeat(deep / 10)}`],
  ['classes', `${'class A { m() {'.repeat(deep / 20)}${'}}'.repeat(deep / 20)}`],
  ['objects', `x = ${'{a:'.repeat(deep / 2)}1${'}'.repeat(deep / 2)}`],
  ['templates', `${'`${'.repeat(deep / 10)}1${'}`'.repeat(deep / 10)}`],
  ['what never ends', `${'{ ('.repeat(500)}`],
])('deep nesting of %s comes to an end, and leaves what stands before it as it is', async (_, text) => {
  expect(await spansOf('/w/a.js', span + text)).toBe("span 'found' on tracer 1:8");
});

test.each(['js', 'ts', 'tsx', 'py', 'go', 'java', 'rb', 'rs', 'php', 'cs'])(
  'deep nesting in .%s',
  async (extension) => {
    const text = `${extension === 'php' ? '<?php ' : ''}x = ${'f('.repeat(deep)}${')'.repeat(deep)};`;
    expect(await spansOf(`/w/a.${extension}`, text)).toBe('');
  },
);

test('errors of syntax, byte order marks, line ends of Windows, broken characters', async () => {
  const broken = `class {\n %%% \u0001 \ufffd\n}\n${span}function (\n`;
  expect(await spansOf('/w/a.ts', broken)).toBe("span 'found' on tracer 4:8");
  expect(await spansOf('/w/a.ts', `\ufeff${span}`)).toBe("span 'found' on tracer 1:8");
  expect(await spansOf('/w/a.ts', `// a\r\n\r\n${span}`)).toBe("span 'found' on tracer 3:8");
  expect(await spansOf('/w/a.ts', `/* \ud800 𝒳 */ ${span}`)).toBe("span 'found' on tracer 1:19");
  expect(await spansOf('/w/a.ts', '')).toBe('');
});

test('a large file', async () => {
  const routes = Array.from({ length: 20_000 }, (_, index) => `app.get('/r${index}', (req, res) => {});`);
  const facts = await reader.factsOf('/w/a.js', routes.join('\n'));
  expect(facts?.routes.length).toBe(20_000);
});
