import type { Node } from '@vscode/tree-sitter-wasm';

interface Scope<T> {
  readonly end: number;
  /** Of this one and of all around it. */
  readonly names: readonly string[];
  readonly value: T;
}

const nothing: readonly string[] = [];

/**
 * What a node lies in, for nodes that come in the order of the text: definitions with their names, and whatever
 * an analyser wants to know of them.
 */
export class Scopes<T = undefined> {
  readonly #open: Scope<T>[] = [];

  /** To be called for every node, before its scopes are asked for: closes what ended before it. */
  moveTo(node: Node): void {
    const start = node.startIndex;
    for (let last = this.#open.at(-1); last !== undefined && last.end <= start; last = this.#open.at(-1)) {
      this.#open.pop();
    }
  }

  /** What comes next is in this node, until its end. The names are from the outermost. */
  open(node: Node, names: readonly string[], value: T): void {
    const outer = this.names;
    const all = names.length === 0 ? outer : [...outer, ...names];
    this.#open.push({ end: node.endIndex, names: all, value });
  }

  /** Names of all that is open, from the outermost. */
  get names(): readonly string[] {
    return this.#open.at(-1)?.names ?? nothing;
  }

  /** `names` with dots, as `within` of facts wants it. */
  get dotted(): string {
    return this.names.join('.');
  }

  /** Names of all that is open, down to the innermost whose value is wanted; none where none is. */
  namesTo(isWanted: (value: T) => boolean): readonly string[] {
    return this.#open.findLast(({ value }) => isWanted(value))?.names ?? nothing;
  }

  /** The values of what is open, from the innermost. */
  *values(): IterableIterator<T> {
    for (let index = this.#open.length - 1; index >= 0; index--) yield (this.#open[index] as Scope<T>).value;
  }

  get innermost(): T | undefined {
    return this.#open.at(-1)?.value;
  }
}
