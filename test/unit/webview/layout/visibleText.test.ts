import { expect, test } from 'vitest';
import { visibleText } from '../../../../webview/layout/visibleText.ts';

test.each([
  ['control characters', 'bell\u0007 null\0 escape\u001b[31m', String.raw`bell\x07 null\x00 escape\x1b[31m`],
  ['what turns the direction around', 'user\u202etxt.exe\u2066', String.raw`user\u202etxt.exe\u2066`],
  ['what takes no room', 'a\u200bb\ufeff', String.raw`a\u200bb\ufeff`],
  ['lines and tabs as they are', 'a\tb\nc\r\nd', 'a\tb\nc\nd'],
  ['a lone carriage return', 'a\rb', String.raw`a\x0db`],
  ['all other writing as it is', 'שלום 👩‍👧 नमस्ते é', 'שלום 👩‍👧 नमस्ते é'],
])('%s', (_, sent, shown) => {
  expect(visibleText(sent)).toBe(shown);
});
