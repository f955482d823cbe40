import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place, StatementFact, TextPattern } from './fileFacts.ts';
import { placeOf } from './place.ts';
import { isSqlStatement } from './sqlText.ts';

/** What the finder asks of a language, at the node that is being read. */
export interface StatementSource {
  /** Every text that an expression may be. */
  textsOf(node: Node): readonly TextPattern[];
  /** Name of the variable that an expression is; empty for all others. */
  variableOf(node: Node): string;
  readonly within: string;
}

/** Calls that only look at a statement, or make another text of it. */
const bystander =
  /^(?:print(?:ln|f)?|len|str|repr|isinstance|append|extend|format|f?printf?|fprint(?:ln|f)?|s(?:print(?:f|ln)?)|errorf?|strip|trim\w*|replace(?:all)?|join|split|startswith|hasprefix|contains|e?println|debug[fw]?|info[fw]?|warn(?:ing)?[fw]?|exception|critical|fatal[fw]?|trace|log|logf|set_?attributes?|add_?event|text|sql|dedent|cleandoc|set|assert\w*|equal|to_string|to_owned|into|string)$/i;

const logger =
  /^(?:e?print(?:ln|f)?|fprint(?:ln|f)?|debug[fw]?|info[fw]?|warn(?:ing)?[fw]?|error[fw]?|exception|critical|fatal[fw]?|panic|errorf|log|logf|skip|fail|bail|anyhow|assert\w*)$/i;

/** Statements of SQL of one file; each is told of once, by the call that it is given to where there is one. */
export class StatementFinder {
  readonly #source: StatementSource;
  readonly #statements: StatementFact[];
  /** Where the literals end that a call or an assignment has spoken for. */
  #coveredTo = -1;
  /** Told of by themselves only when no call takes the variable. */
  readonly #variables: { readonly name: string; readonly fact: StatementFact }[] = [];
  readonly #taken = new Set<string>();

  constructor(source: StatementSource, statements: StatementFact[]) {
    this.#source = source;
    this.#statements = statements;
  }

  /** A call at its place, by the last name of what is called, with those of its arguments that may be texts. */
  addCall(place: Place, name: string, texts: readonly Node[]): void {
    if (logger.test(name)) this.#passOver(texts);
    if (bystander.test(name)) return;
    for (const text of texts) if (text.startIndex >= this.#coveredTo) this.#addArgument(place, text);
  }

  /** What is written to a log is a sentence. */
  #passOver(texts: readonly Node[]): void {
    for (const text of texts)
      if (this.#source.variableOf(text) === '') this.#coveredTo = Math.max(this.#coveredTo, text.endIndex);
  }

  #addArgument(place: Place, text: Node): void {
    const found = this.#statementsOf(text);
    if (found.length === 0) return;
    const fact = { place, within: this.#source.within };
    for (const statement of found) this.#statements.push({ text: statement, ...fact });
    const variable = this.#source.variableOf(text);
    if (variable === '') this.#coveredTo = text.endIndex;
    else this.#taken.add(variable);
  }

  /** `query = "SELECT …"`: the call that takes the variable is the better place. */
  addVariable(name: string, value: Node): void {
    if (value.startIndex < this.#coveredTo || this.#source.variableOf(value) !== '') return;
    const found = this.#statementsOf(value);
    if (found.length === 0) return;
    const fact = { place: placeOf(value), within: this.#source.within };
    for (const text of found) this.#variables.push({ name, fact: { text, ...fact } });
    this.#coveredTo = value.endIndex;
  }

  /** A literal that nobody has spoken for: returned, or in a list. */
  addLiteral(node: Node): void {
    if (node.startIndex >= this.#coveredTo) this.#addLiteral(node);
  }

  #addLiteral(node: Node): void {
    for (const text of this.#statementsOf(node)) {
      this.#statements.push({ text, place: placeOf(node), within: this.#source.within });
      this.#coveredTo = node.endIndex;
    }
  }

  #statementsOf(node: Node): readonly TextPattern[] {
    return this.#source.textsOf(node).filter(isSqlStatement);
  }

  /** To be called at the end of the file. */
  finish(): void {
    for (const { name, fact } of this.#variables) if (!this.#taken.has(name)) this.#statements.push(fact);
  }
}
