import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place, TextPattern } from './fileFacts.ts';
import type { JavaScriptFile } from './javascriptFile.ts';
import { dottedName, type JavaScriptCall, unwrapped } from './javascriptNodes.ts';
import { placeOf } from './place.ts';
import { isSqlStatement } from './sqlText.ts';

/** Shorter than this is no statement. Characters, with the quotes. */
const shortest = 10;

/** Statements of SQL as texts, at the call that they are given to. */
export class JavaScriptStatements {
  readonly #file: JavaScriptFile;
  readonly #constants = new Map<string, TextPattern>();
  /** Parts of sums that were read as a whole, and constants that are told where they are used. */
  readonly #taken = new Set<number>();
  readonly #atLiteral: {
    readonly id: number;
    readonly text: TextPattern;
    readonly place: Place;
    readonly within: string;
  }[] = [];

  constructor(file: JavaScriptFile) {
    this.#file = file;
  }

  /** Once the constants are known. */
  learnConstants(): void {
    for (const [name, node] of this.#file.texts.constants()) {
      if (node.endIndex - node.startIndex < shortest) continue;
      const text = this.#file.texts.textOf(node);
      if (isSqlStatement(text)) this.#constants.set(name, text);
    }
  }

  /** `pool.query(selectOrders)` with a constant. */
  visitCall({ args, place }: JavaScriptCall): void {
    if (this.#constants.size === 0) return;
    for (const arg of args) {
      const name = /^(?:identifier|member_expression)$/.test(arg.type) ? dottedName(arg) : '';
      const text = this.#constants.get(name);
      const node = this.#file.texts.constant(name);
      if (text === undefined || node === undefined) continue;
      this.#taken.add(node.id);
      this.#file.facts.statements.push({ text, place, within: this.#file.within });
    }
  }

  /** A string, a template, or a sum of them. */
  visitText(node: Node): void {
    if (node.endIndex - node.startIndex < shortest || this.#taken.has(node.id)) return;
    if (node.type === 'binary_expression') this.#takeOperands(node);
    else if (!mayBegin.test(node.text.slice(0, 200))) return;
    const text = this.#file.texts.textOf(node);
    if (!isSqlStatement(text)) return;
    const call = this.#callAround(node);
    const { within } = this.#file;
    if (call === undefined) this.#atLiteral.push({ id: node.id, text, place: placeOf(node), within });
    else this.#file.facts.statements.push({ text, place: call.place, within });
  }

  finish(): void {
    for (const { id, text, place, within } of this.#atLiteral) {
      if (!this.#taken.has(id)) this.#file.facts.statements.push({ text, place, within });
    }
  }

  /** What is within a sum is no text of its own. */
  #takeOperands(sum: Node): void {
    let rest: Node | undefined = sum;
    while (rest?.type === 'binary_expression') {
      const right = rest.childForFieldName('right');
      if (right !== null) this.#taken.add(right.id);
      rest = unwrapped(rest.childForFieldName('left'));
      if (rest !== undefined) this.#taken.add(rest.id);
    }
  }

  /** The call that the text is an argument of; past a tag that only makes a statement of a template. */
  #callAround(node: Node): JavaScriptCall | undefined {
    for (const call of this.#file.calls.values()) {
      if (call === undefined) return undefined;
      const isTag = call.node.childForFieldName('arguments')?.id === node.id;
      if (!isTag || !/^(?:sql|SQL|raw)$/.test(call.name)) return call;
    }
    return undefined;
  }
}

/** As `isSqlStatement` wants it, of the text with its quotes. */
const mayBegin = /^['"`](?:\s|--|\/\*|\\n|\()*[a-z]{4,}/i;
