import {
  cssColour,
  paletteVariables,
  parseColour,
  parseThemeColour,
  type Rgba,
  usableColours,
} from '../layout/palette.ts';

/** Colours and fonts of the current VS Code theme, as a canvas needs them. */
export interface Theme {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly error: string;
  /** Lines behind the bars. */
  readonly grid: string;
  readonly selectionForeground: string;
  readonly inactiveSelectionForeground: string;
  /** Only in high contrast. */
  readonly contrastBorder: string | undefined;
  /** Colours of services, in the order in which they are given out. */
  readonly palette: readonly string[];
  readonly fontFamily: string;
  /** CSS pixels. */
  readonly fontSize: number;
}

/** Reads the theme from computed styles, so that whatever a variable holds is resolved by the browser. */
export function readTheme(): Theme {
  const probe = document.body.appendChild(document.createElement('div'));
  try {
    return themeFrom(new Probe(probe));
  } finally {
    probe.remove();
  }
}

/** Calls back whenever VS Code changes the theme, the font or the zoom. */
export function watchTheme(onChange: () => void): void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id', 'style'],
  });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

function themeFrom(probe: Probe): Theme {
  const black: Rgba = { r: 0, g: 0, b: 0, a: 1 };
  const background = probe.colour('--vscode-editor-background') ?? black;
  const foreground =
    probe.colour('--vscode-foreground') ?? probe.colour('--vscode-editor-foreground') ?? black;
  const get = (fallback: Rgba, ...names: string[]): string =>
    cssColour(names.map((name) => probe.colour(name)).find((colour) => colour !== undefined) ?? fallback);
  const candidates = paletteVariables.flatMap((name) => probe.colour(name) ?? []);
  return {
    background: cssColour(background),
    foreground: cssColour(foreground),
    muted: get(foreground, '--vscode-descriptionForeground'),
    error: get(foreground, ...errorNames()),
    grid: cssColour({ ...foreground, a: 0.07 }),
    selectionForeground: get(foreground, '--vscode-list-activeSelectionForeground'),
    inactiveSelectionForeground: get(foreground, '--vscode-list-inactiveSelectionForeground'),
    contrastBorder: probe.text('--vscode-contrastBorder'),
    palette: usableColours(candidates, background, foreground).map(cssColour),
    ...probe.font(),
  };
}

class Probe {
  readonly #element: HTMLElement;
  readonly #style: CSSStyleDeclaration;
  readonly #root: CSSStyleDeclaration;

  constructor(element: HTMLElement) {
    this.#element = element;
    this.#style = getComputedStyle(element);
    this.#root = getComputedStyle(document.documentElement);
  }

  /** The colour that a variable stands for; `undefined` when the theme does not set it. */
  colour(variable: string): Rgba | undefined {
    const text = this.text(variable);
    if (text === undefined) return undefined;
    // To ask the browser costs a calculation of styles each time, and the first picture waits for it.
    const plain = parseThemeColour(text);
    if (plain !== undefined) return plain;
    this.#element.style.color = `var(${variable})`;
    return parseColour(this.#style.color);
  }

  text(variable: string): string | undefined {
    const text = this.#root.getPropertyValue(variable).trim();
    return text === '' ? undefined : text;
  }

  font(): { fontFamily: string; fontSize: number } {
    const { fontFamily, fontSize } = getComputedStyle(document.body);
    return { fontFamily, fontSize: Number.parseFloat(fontSize) || 13 };
  }
}

/** As the pages' own style has it: the usual red of the light themes is too pale for text. */
function errorNames(): readonly string[] {
  const usual = ['--vscode-errorForeground', '--vscode-editorError-foreground'];
  return document.body.classList.contains('vscode-light')
    ? ['--vscode-list-errorForeground', ...usual]
    : usual;
}
