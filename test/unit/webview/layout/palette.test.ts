import { expect, test } from 'vitest';
import {
  contrast,
  cssColour,
  parseColour,
  parseThemeColour,
  type Rgba,
  usableColours,
} from '../../../../webview/layout/palette.ts';

const black = hex('#000000');
const white = hex('#ffffff');

test('contrast as WCAG defines it', () => {
  expect(contrast(black, white)).toBeCloseTo(21, 5);
  expect(contrast(hex('#777777'), white)).toBeCloseTo(4.48, 2);
});

test('a translucent colour is judged as it looks', () => {
  const orange: Rgba = { r: 234, g: 92, b: 0, a: 0.33 };
  expect(usableColours([orange, hex('#59a4f9')], hex('#1f1f1f'), white).map(cssColour)).toEqual([
    'rgb(89, 164, 249)',
  ]);
});

test('reds are kept for errors', () => {
  const reds = ['#f14c4c', '#e51400', '#b5200d', '#f85149'].map(hex);
  expect(usableColours([...reds, hex('#388a34')], white, black).map(cssColour)).toEqual(['rgb(56, 138, 52)']);
});

test('a colour that looks like one before it is left out', () => {
  expect(usableColours(['#0063d3', '#0064d2', '#652d90'].map(hex), white, black)).toHaveLength(2);
});

test('where nothing can be seen the foreground remains', () => {
  expect(usableColours([hex('#fefefe')], white, black)).toEqual([black]);
});

test('reads what browsers compute', () => {
  expect(parseColour('rgba(1, 2, 3, 0.5)')).toEqual({ r: 1, g: 2, b: 3, a: 0.5 });
  expect(parseColour('color(srgb 1 0 0.5 / 0.25)')).toEqual({ r: 255, g: 0, b: 128, a: 0.25 });
  expect(parseColour('transparent')).toBeUndefined();
});

function hex(text: string): Rgba {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
  return { r, g, b, a: 1 };
}

test('colours as themes write them need no browser', () => {
  expect(parseThemeColour('#1f2a3b')).toEqual({ r: 31, g: 42, b: 59, a: 1 });
  expect(parseThemeColour('#FFFFFF80')).toEqual({ r: 255, g: 255, b: 255, a: 128 / 255 });
  expect(parseThemeColour('#f0a')).toEqual({ r: 255, g: 0, b: 170, a: 1 });
  expect(parseThemeColour('#f0a0')).toEqual({ r: 255, g: 0, b: 170, a: 0 });
  expect(parseThemeColour('rgba(1, 2, 3, 0.5)')).toEqual({ r: 1, g: 2, b: 3, a: 0.5 });
});

test.each(['red', '#12345', '#1234567', 'rgb(1 2 3 / 50%)', 'color-mix(in srgb, red, blue)', 'var(--x)'])(
  'what only the browser can tell is left to it: %s',
  (text) => {
    expect(parseThemeColour(text)).toBeUndefined();
  },
);
