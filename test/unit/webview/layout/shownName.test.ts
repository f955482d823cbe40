import { expect, test } from 'vitest';
import { cutName, shownName } from '../../../../webview/layout/shownName.ts';

test('a name of which something is seen is set as it is', () => {
  for (const name of ['GET /', '  indented', '日本語', 'e\u0301', '👩‍👩‍👧', '\u202eback']) {
    expect(shownName(name)).toBe(name);
  }
});

test('a name of which nothing is seen is told in words', () => {
  for (const name of ['', '   ', '\n\t', '\u200b\u200b', '\u0000\u0001', '\u00a0', '\u2060\ufe0f']) {
    expect(shownName(name)).toBe('span without a name');
  }
});

test('an endless name is cut', () => {
  expect(shownName('x'.repeat(1_000_000))).toBe(`${'x'.repeat(500)}…`);
  expect(cutName('y'.repeat(501))).toBe(`${'y'.repeat(500)}…`);
});
