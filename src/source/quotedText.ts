/** A line with a text in quotes. */
export interface QuotedLine {
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** How the text is used there. */
  readonly use: 'argument' | 'value' | 'constant';
  /** The name that a constant gets. */
  readonly constant?: string;
}

const quotes = ['"', "'", '`'];

/** Lines of a source text that have the text in quotes and as a whole, outside of comments. */
export function quotedLines(text: string, wanted: string): readonly QuotedLine[] {
  const found: QuotedLine[] = [];
  for (const quote of quotes) {
    const quoted = quote + wanted + quote;
    for (let at = text.indexOf(quoted); at >= 0; at = text.indexOf(quoted, at + quoted.length)) {
      const start = text.lastIndexOf('\n', at) + 1;
      const before = text.slice(start, at);
      if (isComment(before)) continue;
      const line = lineOf(text, at);
      if (!found.some((one) => one.line === line))
        found.push({ line, column: at - start + 1, ...useOf(before) });
    }
  }
  return found;
}

/** What puts something into a text: `${x}`, `{x}`, `#{x}`, `%s`, `" + x + "`. */
const placeholder = String.raw`(?:[$#]?\{[^{}\n]{0,80}\}|%[-\w.]{0,6}|["'\`] ?(?:\+|\.|<>) ?[^"'\`\n]{1,80}? ?(?:\+|\.|<>) ?["'\`])`;

/** Lines with a text in quotes that is these pieces with something put in between each two. */
export function quotedTemplates(text: string, pieces: readonly string[]): readonly QuotedLine[] {
  const escaped = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`["'\`]${escaped.join(placeholder)}["'\`]`, 'g');
  return text.split('\n').flatMap((line, index) => {
    if (line.length > longestLine) return [];
    const at = line.search(pattern);
    const before = line.slice(0, at);
    return at < 0 || isComment(before) ? [] : [{ line: index + 1, column: at + 1, ...useOf(before) }];
  });
}

/** A longer one is data. */
const longestLine = 1000;

/** Lines that use a name but do not declare it. */
export function linesUsing(text: string, name: string): readonly number[] {
  const pattern = new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`);
  return text.split('\n').flatMap((line, index) => {
    const at = pattern.exec(line)?.index ?? -1;
    const uses =
      at >= 0 && !isComment(line.slice(0, at)) && /[(,:=]\s*(?:[\w$]+\.)*$/.test(line.slice(0, at));
    return uses && !/^\s*(?:import|from|use|export \{)/.test(line) ? [index + 1] : [];
  });
}

/** Whether what stands before a place on its line makes it part of a comment. */
export function isComment(before: string): boolean {
  return (
    /^\s*(?:\/\/|#(?!\[)|\*|\/\*|--|<!--|""")/.test(before) ||
    /(?:^|[\s;{}()])\/\/(?!\/?[\w.]+['"`])/.test(before)
  );
}

function useOf(before: string): Pick<QuotedLine, 'use' | 'constant'> {
  const constant = /(?:^|[\s.])([A-Za-z_$][\w$]*)\s*(?::\s*[\w&'. ]+)?\s*:?=\s*$/.exec(before)?.[1];
  const inCall = before.includes('(') || /^\s*[@#]/.test(before);
  // `name = "x"` in the brackets of a call is an argument; standing free it is a constant.
  if (constant !== undefined && !inCall) return { use: 'constant', constant };
  return { use: inCall || /^\s*$/.test(before) ? 'argument' : 'value' };
}

function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
