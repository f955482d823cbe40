import { expect, test } from 'vitest';
import { foldedText } from '../../../../webview/layout/foldedText.ts';

test('a text that is not long stays whole', () => {
  const text = 'line\n'.repeat(20);
  expect(foldedText(text)).toBe(text);
});

test('long texts are cut at their characters, many lines at a line', () => {
  expect(foldedText('x'.repeat(2_000_000))).toBe('x'.repeat(600));
  expect(foldedText('line\n'.repeat(1000))).toBe('line\n'.repeat(24).slice(0, -1));
});

test('a last line alone is not folded away', () => {
  const text = Array.from({ length: 25 }, (_, k) => `line ${k}`).join('\n');
  expect(foldedText(text)).toBe(text);
});

test('a character of two halves is not cut through', () => {
  expect(foldedText(`${'x'.repeat(599)}😀😀`)).toBe('x'.repeat(599));
});
