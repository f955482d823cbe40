/**
 * A command line for `cmd.exe`, which also runs what is no program by itself, such as `npm.cmd`. Words are quoted as
 * programs of the C runtime read them; in quotes `cmd` leaves blanks, `&`, `|`, `<`, `>`, `^` and parentheses alone.
 */
export function windowsCommandLine(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  if (/^[\w\-.:\\/=@,+~]+$/.test(word)) return word;
  // Backslashes are special before a quote only.
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`;
}
