/**
 * Splits a command line as a shell would: POSIX quotes, `$'…'` and backslashes; where carets escape, the quotes of
 * Windows' own shell. Nothing is expanded. A backslash before any white space continues the line, since a pasted
 * line break arrives in an input field as a space.
 */
export function shellWords(text: string): readonly string[] {
  if (hasCarets(text)) return windowsWords(withoutCarets(text));
  return isWindows(text) ? windowsWords(text) : posixWords(text.replace(/`\s*\n/g, ' '));
}

/** As browsers copy a request for Windows: carets before quotes or line ends. */
function hasCarets(text: string): boolean {
  return /\^["\r\n]|\^\s*$|\^\s+-/.test(text);
}

/** A program of Windows, of whose shells the other one has quotes and line ends of its own. */
function isWindows(text: string): boolean {
  return /^\s*\S*\.exe\s/i.test(text) && !/(?:^|\s)'|`\s*\n/.test(text);
}

function withoutCarets(text: string): string {
  return text.replace(/\^(?:\r?\n|\s+(?=-)|$)/g, ' ').replace(/\^(.)/g, '$1');
}

/** Words of Windows programs: double quotes, with `\"` and `""` for a quote inside. */
function windowsWords(text: string): readonly string[] {
  const words = new Words();
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const at = text.charAt(i);
    const next = text.charAt(i + 1);
    if ((at === '\\' && next === '"') || (quoted && at === '"' && next === '"')) {
      words.add('"');
      i++;
    } else if (at === '"') {
      quoted = !quoted;
      words.add('');
    } else if (!quoted && /\s/.test(at)) words.end();
    else words.add(at);
  }
  return words.all();
}

function posixWords(text: string): readonly string[] {
  const words = new Words();
  const part =
    /\\\s+|\\([\s\S])|\$'((?:\\[\s\S]|[^'\\])*)'?|'([^']*)'?|"((?:\\[\s\S]|[^"\\])*)"?|(\s+)|([^\s'"\\$]+|\$)/g;
  for (const [, escaped, ansi, single, double, , plain] of text.matchAll(part)) {
    if (escaped !== undefined) words.add(escaped);
    else if (ansi !== undefined) words.add(ansiText(ansi));
    else if (single !== undefined) words.add(single);
    else if (double !== undefined) words.add(double.replace(/\\\r?\n/g, '').replace(/\\(["\\$`])/g, '$1'));
    else if (plain !== undefined) words.add(plain);
    else words.end();
  }
  return words.all();
}

const ansiLetters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
};

function ansiText(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-f]{1,2})|u([0-9a-f]{1,4})|U([0-9a-f]{1,6})|([\s\S]))/gi,
    (_all, byte?: string, short?: string, long?: string, letter?: string) => {
      if (letter !== undefined) return ansiLetters[letter] ?? letter;
      const code = Number.parseInt(byte ?? short ?? long ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    },
  );
}

class Words {
  readonly #words: string[] = [];
  #current: string | undefined;

  add(text: string): void {
    this.#current = (this.#current ?? '') + text;
  }

  end(): void {
    if (this.#current !== undefined) this.#words.push(this.#current);
    this.#current = undefined;
  }

  all(): readonly string[] {
    this.end();
    return this.#words;
  }
}

/** A word as it must be written so that the shell hands it on unchanged. */
export function quotedWord(word: string, shell: 'posix' | 'windows'): string {
  if (/^[\w@%+=:,./-]+$/.test(word) && !(shell === 'windows' && word.includes('%'))) return word;
  if (shell === 'windows')
    return `"${word.replaceAll('\r\n', ' ').replaceAll('\n', ' ').replaceAll('"', '\\"')}"`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
