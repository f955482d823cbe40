/**
 * `NODE_OPTIONS` with a `--require` of the script added at the end, so that what the user or a debugger loads
 * comes first. Node parts the text at blanks, and inside double quotes takes `\` as an escape.
 */
export function nodeOptions(before: string, script: string): string {
  const path = script.replaceAll('\\', '/');
  const quoted = /[\s"]/.test(path) ? `"${path.replaceAll('"', '\\"')}"` : path;
  if (before.includes(quoted)) return before;
  return `${before.trimEnd()}${before.trim() === '' ? '' : ' '}--require ${quoted}`;
}
