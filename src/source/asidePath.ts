const folders =
  /(?:^|[\\/])(?:tests?|__tests__|__mocks__|specs?|e2e|fixtures?|mocks?|testdata|docs?|examples|samples|bench(?:marks?)?)[\\/]/i;
const names =
  /[._-](?:test|spec|e2e|stories)\.\w+$|(?:^|[\\/])(?:test_\w+|conftest)\.py$|_(?:test|spec)\.(?:go|py|rb)$|Tests?\.(?:java|kt|cs|php)$/;

/** Whether a file, by its path below the folder that was opened, belongs to tests or documents rather than to a program. */
export function isAsidePath(path: string, opened: readonly string[]): boolean {
  const root = opened.find((folder) => path.startsWith(folder)) ?? '';
  const inner = path.slice(root.length);
  return folders.test(inner) || names.test(inner);
}

/** Whether a tool wrote the text, which says so at its beginning, as most of them do. */
export function isToolsText(text: string): boolean {
  return /\bDO NOT EDIT\b|@generated\b|[Gg]enerated by (?:the )?\w+.*(?:compiler|generator|plugin|protoc)/.test(
    text.slice(0, 1000),
  );
}
