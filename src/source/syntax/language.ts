/** Languages that the syntax index understands. */
export const languages = [
  'javascript',
  'typescript',
  'tsx',
  'python',
  'go',
  'java',
  'ruby',
  'rust',
  'php',
  'csharp',
  'kotlin',
  'elixir',
] as const;
export type Language = (typeof languages)[number];

const extensions: readonly (readonly [RegExp, Language])[] = [
  [/\.[cm]?ts$/i, 'typescript'],
  [/\.tsx$/i, 'tsx'],
  [/\.(?:[cm]?js|jsx)$/i, 'javascript'],
  [/\.pyi?$/i, 'python'],
  [/\.go$/i, 'go'],
  [/\.java$/i, 'java'],
  [/\.(?:rb|rake|ru)$/i, 'ruby'],
  [/\.rs$/i, 'rust'],
  [/\.php$/i, 'php'],
  [/\.cs$/i, 'csharp'],
  [/\.kts?$/i, 'kotlin'],
  [/\.exs?$/i, 'elixir'],
];

/** The language of a file by its name; `undefined` for what nobody reads here. */
export function languageOf(path: string): Language | undefined {
  return extensions.find(([pattern]) => pattern.test(path))?.[1];
}

const runtimes: readonly (readonly Language[])[] = [
  ['javascript', 'typescript', 'tsx'],
  ['java', 'kotlin'],
];

/** Whether one program may be written in both. */
export function isSameRuntime(a: Language, b: Language): boolean {
  return a === b || runtimes.some((one) => one.includes(a) && one.includes(b));
}
