import type { Node } from '@vscode/tree-sitter-wasm';
import { type FactsDraft, newFacts } from './analyser.ts';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import type { Annotation } from './javaAnnotations.ts';
import { type Constants, isJoin, javaText } from './javaTexts.ts';
import { lastLineOf, nameText, partsOf, placeOf } from './place.ts';
import { Scopes } from './scopes.ts';
import { isUnknown } from './textPattern.ts';

/** What surrounds a node of Java. */
export interface JavaScope {
  readonly type: 'class' | 'method' | 'prefix';
  readonly name: string;
  readonly place: Place;
  readonly annotations: readonly Annotation[];
  /** Of `path("/api", () -> …)`; empty for the others. */
  readonly prefix: TextPattern;
  /** No text in a class with only these is a handler: `@FeignClient` and its like call others. */
  readonly calls: boolean;
}

/** A text that a name was given. */
interface NamedText {
  readonly text: TextPattern;
  readonly node: Node;
  readonly within: string;
  used: boolean;
}

/** The facts of a Java file under construction, with what is known of its names so far. */
export class JavaFile {
  readonly facts: FactsDraft = newFacts();
  readonly scopes = new Scopes<JavaScope>();
  readonly imports = new Set<string>();
  readonly #constants = new Map<string, NamedText>();
  readonly #locals = new Map<string, NamedText>();
  readonly #types = new Map<string, string>();

  readonly lookup: Constants = (name) => (this.#locals.get(name) ?? this.#constants.get(name))?.text;

  text(node: Node | undefined): TextPattern {
    return node === undefined ? ['', ''] : javaText(node, this.lookup);
  }

  get className(): string {
    return this.#nearest('class')?.name ?? '';
  }

  get method(): JavaScope | undefined {
    return this.#nearest('method');
  }

  get owner(): JavaScope | undefined {
    return this.#nearest('class');
  }

  /** Prefixes around, from the outermost. */
  prefixes(): readonly TextPattern[] {
    return [...this.scopes.values()]
      .filter(({ type }) => type === 'prefix')
      .map(({ prefix }) => prefix)
      .reverse();
  }

  /** Fields are known from the beginning, wherever they stand. */
  addField(declarator: Node): void {
    this.#keep(this.#constants, declarator, '');
  }

  addLocal(declarator: Node): void {
    this.#keep(this.#locals, declarator, this.scopes.dotted);
  }

  /** Another method has other variables. */
  forgetLocals(): void {
    this.#flush(this.#locals);
    this.#locals.clear();
  }

  /** Says what the variable is, so that `handler::get` finds its class. */
  addType(name: string, type: string): void {
    this.#types.set(name, type.replace(/<.*$/s, '').replace(/^.*\./, ''));
  }

  typeOf(name: string): string | undefined {
    return this.#types.get(name);
  }

  /** The text behind a name that is an argument: whoever gets it is where it is used. */
  use(name: string): TextPattern | undefined {
    const found = this.#locals.get(name) ?? this.#constants.get(name);
    if (found === undefined) return undefined;
    found.used = true;
    return found.text;
  }

  /** Statements that no call was given. */
  finish(onText: (text: TextPattern, node: Node, within: string) => void): void {
    this.#onText = onText;
    this.#flush(this.#locals);
    this.#flush(this.#constants);
  }

  #onText: ((text: TextPattern, node: Node, within: string) => void) | undefined;
  readonly #unused: NamedText[] = [];

  #flush(texts: ReadonlyMap<string, NamedText>): void {
    this.#unused.push(...[...texts.values()].filter(({ used }) => !used));
    if (this.#onText === undefined) return;
    for (const { text, node, within } of this.#unused.splice(0)) this.#onText(text, node, within);
  }

  #keep(texts: Map<string, NamedText>, declarator: Node, within: string): void {
    const value = declarator.childForFieldName('value');
    if (value === null || !(isJoin(value) || /^(?:string_literal|method_invocation)$/.test(value.type)))
      return;
    const text = this.text(value);
    if (isUnknown(text)) return;
    texts.set(nameText(declarator.childForFieldName('name')), { text, node: value, within, used: false });
  }

  #nearest(type: JavaScope['type']): JavaScope | undefined {
    for (const scope of this.scopes.values()) if (scope.type === type) return scope;
    return undefined;
  }
}

/** From the name of the call to its end, so that a chain over several lines is where its words are. */
export function callPlace(call: Node): Place {
  const name = call.childForFieldName('name') ?? call;
  return { ...placeOf(name), endLine: lastLineOf(call) };
}

/** Who an argument says that handles: a lambda, `this::show`, `OrderHandler::list`, `new Show()`, a variable. */
export function javaHandler(node: Node | undefined, file: JavaFile): HandlerRef {
  switch (node?.type) {
    case 'lambda_expression':
      return { type: 'here', place: placeOf(node), name: '' };
    case 'method_reference':
      return referenceHandler(node, file);
    case 'object_creation_expression':
      return creationHandler(node);
    case 'identifier': {
      const type = file.typeOf(node.text);
      return { type: 'name', name: type === undefined || /^[a-z]|^Handler$/.test(type) ? node.text : type };
    }
    default:
      return { type: 'unknown' };
  }
}

function creationHandler(node: Node): HandlerRef {
  const body = node.namedChildren.find((child) => child?.type === 'class_body');
  if (body !== undefined && body !== null) return { type: 'here', place: placeOf(node), name: '' };
  const name = nameText(node.childForFieldName('type')).replace(/<.*$/, '');
  return name === '' ? { type: 'unknown' } : { type: 'name', name };
}

function referenceHandler(node: Node, file: JavaFile): HandlerRef {
  const [owner, method] = partsOf(node);
  if (owner === undefined || method === undefined) return { type: 'unknown' };
  const field = owner.type === 'field_access' ? owner.childForFieldName('field') : owner;
  const name = owner.type === 'this' || owner.type === 'super' ? file.className : nameText(field);
  return { type: 'name', name: `${file.typeOf(name) ?? name}.${method.text}` };
}
