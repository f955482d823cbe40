import { expect, test } from 'vitest';
import { escapeIcons, oneLine } from '../../../src/shared/oneLine.ts';

test('text of a span stays on its line and disturbs nothing beside it', () => {
  expect(oneLine('line one\r\nline\ttwo ')).toBe('line one line two');
  expect(oneLine('\u001b[31mred\u0007')).toBe('�[31mred�');
  expect(oneLine('\u202egnp.exe\u2067')).toBe('gnp.exe');
  expect(oneLine('日本語 العربية 👩‍👩‍👧')).toBe('日本語 العربية 👩‍👩‍👧');
});

test('a very long text is cut between characters, and says so', () => {
  expect(oneLine('n'.repeat(200))).toHaveLength(200);
  expect(oneLine('n'.repeat(1_000_000))).toBe(`${'n'.repeat(200)}…`);
  expect(oneLine('😀'.repeat(201))).toBe(`${'😀'.repeat(200)}…`);
});

test('the name of an icon is not taken for one', () => {
  expect(escapeIcons('$(trash) all')).toBe('\\$(trash) all');
});
