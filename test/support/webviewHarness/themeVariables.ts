import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Values of theme variables as VS Code 1.139 computes them for its own themes. */
type Themes = Record<ThemeName, { readonly bodyClass: string; readonly variables: Record<string, string> }>;

export type ThemeName = 'dark' | 'light' | 'hc' | 'hcLight' | 'light2026' | 'dark2026';

const fonts = `--vscode-font-family: system-ui, Ubuntu, "Droid Sans", sans-serif; --vscode-font-size: 13px;
  --vscode-font-weight: normal; --vscode-editor-font-family: "Droid Sans Mono", monospace; --vscode-editor-font-size: 14px;`;

/** What VS Code puts into a webview's page: variables, and a class of the body. */
export function themeStyle(name: string, view: string): { css: string; bodyClass: string } {
  const themes = JSON.parse(readFileSync(join(import.meta.dirname, 'themes.json'), 'utf8')) as Themes;
  const theme = themes[name as ThemeName];
  const variables = Object.entries(theme.variables).map(([key, value]) => `${key}: ${value};`);
  // A view in a side bar has the side bar's background; VS Code leaves the body of a webview without one.
  const background = view === 'span' ? 'body { background: var(--vscode-sideBar-background); }' : '';
  return { css: `:root { ${fonts} ${variables.join(' ')} } ${background}`, bodyClass: theme.bodyClass };
}
