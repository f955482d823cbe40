import { expect, test } from 'vitest';
import type { PlaceKind } from '../../../../src/shared/placement.ts';
import { lineText, lineWords } from '../../../../webview/layout/lineText.ts';

test.each<[PlaceKind, label: string, text: string, words: string]>([
  ['own', 'a.ts:3', 'a.ts:3', 'a.ts:3'],
  ['guess', 'a.ts:3', 'a.ts:3 ?', 'perhaps a.ts:3'],
  ['caller', 'a.ts:3', '↑ a.ts:3', 'called from a.ts:3'],
  ['file', 'a.ts', 'a.ts', 'somewhere in a.ts'],
])('%s', (kind, label, text, words) => {
  expect(lineText({ kind, label })).toBe(text);
  expect(lineWords(kind, label)).toBe(words);
});
