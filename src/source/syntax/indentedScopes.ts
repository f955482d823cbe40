/** Longer lines are data. Characters. */
export const longestLine = 1000;

/** Something with a name that lines below it, further to the right, are in. */
interface Opened<T> {
  readonly indent: number;
  readonly name: string;
  readonly data: T | undefined;
}

/** What a line is in, by its indentation: for languages without a grammar here, as their formatters write them. */
export class IndentedScopes<T> {
  #opened: Opened<T>[] = [];

  /** To be called with every line before it is read. A line that only closes parentheses belongs to what it closes. */
  moveTo(line: string): void {
    if (/^\s*(?:$|[)\]])/.test(line)) return;
    const indent = indentOf(line);
    this.#opened = this.#opened.filter((one) => one.indent < indent);
  }

  /** What follows further to the right is in this; an empty name is none that anybody calls it by. */
  open(line: string, name: string, data?: T): void {
    this.#opened.push({ indent: indentOf(line), name, data });
  }

  get names(): readonly string[] {
    return this.#opened.flatMap(({ name }) => (name === '' ? [] : name.split('.')));
  }

  /** From the outermost. */
  get data(): readonly T[] {
    return this.#opened.flatMap(({ data }) => (data === undefined ? [] : [data]));
  }
}

export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
