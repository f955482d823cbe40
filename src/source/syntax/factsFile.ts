import type { Node } from '@vscode/tree-sitter-wasm';
import { type FactsDraft, newFacts } from './analyser.ts';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import { NamedTexts } from './namedTexts.ts';
import { lastLineOf, placeOf } from './place.ts';
import { Scopes } from './scopes.ts';
import { isSqlStatement } from './sqlText.ts';

/** What surrounds a node, as far as all languages have it. */
export interface SourceScope {
  readonly type: 'class' | 'method' | 'prefix';
  /** Empty for what has none. */
  readonly name: string;
  readonly place: Place;
}

type Symbols = FactsDraft['symbols'][number];

/** The facts of a file under construction, with what is known of its names so far. */
export class FactsFile<S extends SourceScope> {
  readonly facts: FactsDraft = newFacts();
  readonly scopes = new Scopes<S>();
  readonly texts = new NamedTexts();
  /** Texts that begin before this were read as parts of something else. */
  #textsFrom = 0;

  nearest(type: S['type']): S | undefined {
    for (const scope of this.scopes.values()) if (scope.type === type) return scope;
    return undefined;
  }

  /** The innermost class, or empty. */
  get className(): string {
    return this.nearest('class')?.name ?? '';
  }

  addSymbol(node: Node, nameNode: Node, more: Partial<Symbols> = {}): void {
    const { line, column } = placeOf(nameNode);
    const startLine = node.startPosition.row + 1;
    const containers = this.scopes.names;
    const endLine = lastLineOf(node);
    this.facts.symbols.push({ name: nameNode.text, containers, line, column, endLine, startLine, ...more });
  }

  /** The definition around is what handles. */
  enclosingHandler(): HandlerRef | undefined {
    const method = this.nearest('method');
    return method === undefined ? undefined : { type: 'here', place: method.place, name: this.scopes.dotted };
  }

  /** What of the text is a statement of SQL becomes a fact. */
  addStatement(text: TextPattern, place: Place, within = this.scopes.dotted): void {
    if (isSqlStatement(text)) this.facts.statements.push({ text, place, within });
  }

  /** Statements behind names that no call was given. */
  finishStatements(): void {
    for (const { text, place, within } of this.texts.unused()) this.addStatement(text, place, within);
  }

  isRead(node: Node): boolean {
    return node.startIndex < this.#textsFrom;
  }

  markRead(node: Node): void {
    this.#textsFrom = Math.max(this.#textsFrom, node.endIndex);
  }
}

/** A definition from its name to its end. */
export function definitionPlace(node: Node, nameNode: Node): Place {
  return { ...placeOf(nameNode), endLine: lastLineOf(node) };
}
