/** A colour with components from 0 to 255 and opacity from 0 to 1. */
export interface Rgba {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

/**
 * Theme variables that service colours are taken from, in this order. Reds are left out: red is for errors.
 * Whether one is fit depends on the theme, so each is checked against its background.
 */
export const paletteVariables = [
  '--vscode-charts-blue',
  '--vscode-charts-purple',
  '--vscode-charts-green',
  '--vscode-terminal-ansiCyan',
  '--vscode-charts-yellow',
  '--vscode-charts-orange',
  '--vscode-terminal-ansiMagenta',
  '--vscode-terminal-ansiBrightBlue',
  '--vscode-terminal-ansiYellow',
  '--vscode-terminal-ansiBlue',
  '--vscode-terminal-ansiBrightCyan',
  '--vscode-terminal-ansiGreen',
  '--vscode-terminal-ansiBrightMagenta',
  '--vscode-terminal-ansiBrightGreen',
] as const;

/** Contrast that graphics need (WCAG 2.2, 1.4.11). */
const leastContrast = 3;
/** Distance in the Oklab space, times 100, below which two colours would be taken for one. */
const leastDistance = 5;
/** Around this hue, degrees in Oklab, a strong colour is called red. */
const redHue = { from: 5, to: 45, chroma: 0.09 };

/**
 * Those of the candidates that can be told from the background, from each other and from an error; the
 * foreground alone when none can. A translucent candidate is judged as it looks on the background.
 */
export function usableColours(candidates: readonly Rgba[], background: Rgba, foreground: Rgba): Rgba[] {
  const usable: Rgba[] = [];
  for (const candidate of candidates) {
    const seen = over(candidate, background);
    if (contrast(seen, background) < leastContrast || isRed(seen)) continue;
    if (usable.every((other) => distance(other, seen) >= leastDistance)) usable.push(seen);
  }
  return usable.length > 0 ? usable : [foreground];
}

/** The colour as it looks on an opaque background. */
export function over(colour: Rgba, background: Rgba): Rgba {
  const mix = (top: number, below: number): number => Math.round(top * colour.a + below * (1 - colour.a));
  return {
    r: mix(colour.r, background.r),
    g: mix(colour.g, background.g),
    b: mix(colour.b, background.b),
    a: 1,
  };
}

/** Contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgba, b: Rgba): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

export function cssColour({ r, g, b, a }: Rgba): string {
  return a === 1 ? `rgb(${r}, ${g}, ${b})` : `rgba(${r}, ${g}, ${b}, ${a})`;
}

/** Reads what `getComputedStyle` gives for a colour: `rgb(r, g, b)`, `rgba(…)` or `color(srgb r g b / a)`. */
export function parseColour(text: string): Rgba | undefined {
  const numbers = (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const [r, g, b, a = 1] = numbers;
  if (r === undefined || g === undefined || b === undefined) return undefined;
  if (text.startsWith('rgb')) return { r, g, b, a };
  if (!text.startsWith('color(srgb')) return undefined;
  return { r: Math.round(r * 255), g: Math.round(g * 255), b: Math.round(b * 255), a };
}

/**
 * A colour as themes write it, `#rgb` to `#rrggbbaa` or `rgba(1, 2, 3, 0.5)`; `undefined` for all that only the browser
 * can tell.
 */
export function parseThemeColour(text: string): Rgba | undefined {
  if (/^rgba?\([\d.,\s]+\)$/.test(text)) return parseColour(text);
  const digits = /^#([\da-f]{3,8})$/i.exec(text)?.[1];
  if (digits === undefined || digits.length === 5 || digits.length === 7) return undefined;
  const size = digits.length > 4 ? 2 : 1;
  const part = (at: number): number => Number.parseInt(digits.slice(at * size, (at + 1) * size), 16);
  const scale = size === 2 ? 1 : 17;
  const a = digits.length % 4 === 0 ? (part(3) * scale) / 255 : 1;
  return { r: part(0) * scale, g: part(1) * scale, b: part(2) * scale, a };
}

function luminance({ r, g, b }: Rgba): number {
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function linear(component: number): number {
  const share = component / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Björn Ottosson's Oklab: lightness, and two axes of colour. */
function oklab(colour: Rgba): [number, number, number] {
  const [r, g, b] = [linear(colour.r), linear(colour.g), linear(colour.b)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(one: Rgba, other: Rgba): number {
  const a = oklab(one);
  const b = oklab(other);
  return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function isRed(colour: Rgba): boolean {
  const [, a, b] = oklab(colour);
  const hue = (Math.atan2(b, a) * 180) / Math.PI;
  return Math.hypot(a, b) >= redHue.chroma && hue >= redHue.from && hue <= redHue.to;
}
