import type { Node } from '@vscode/tree-sitter-wasm';
import { FactsFile, type SourceScope } from './factsFile.ts';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import type { Annotation } from './javaAnnotations.ts';
import { isJoin, javaText } from './javaTexts.ts';
import { lastLineOf, nameText, partsOf, placeOf } from './place.ts';
import { unknownText } from './textPattern.ts';

/** What surrounds a node of Java. */
export interface JavaScope extends SourceScope {
  readonly annotations: readonly Annotation[];
  /** Of `path("/api", () -> …)`; empty for the others. */
  readonly prefix: TextPattern;
  /** No text in a class with only these is a handler: `@FeignClient` and its like call others. */
  readonly calls: boolean;
}

/** The facts of a Java file under construction, with what is known of its names so far. */
export class JavaFile extends FactsFile<JavaScope> {
  /** First two parts of the packages that are imported. */
  readonly imports = new Set<string>();
  readonly #types = new Map<string, string>();

  text(node: Node | undefined): TextPattern {
    return node === undefined ? unknownText : javaText(node, this.texts.lookup);
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
    const value = textValue(declarator);
    if (value !== undefined) this.texts.addConstant(nameOf(declarator), this.text(value), value);
  }

  addLocal(declarator: Node): void {
    const value = textValue(declarator);
    if (value === undefined) return;
    this.texts.addLocal(nameOf(declarator), this.text(value), value, this.scopes.dotted);
  }

  /** Says what the variable is, so that `handler::get` finds its class. */
  addType(name: string, type: string): void {
    this.#types.set(name, type.replace(/<.*$/s, '').replace(/^.*\./, ''));
  }

  typeOf(name: string): string | undefined {
    return this.#types.get(name);
  }
}

function nameOf(declarator: Node): string {
  return nameText(declarator.childForFieldName('name'));
}

function textValue(declarator: Node): Node | undefined {
  const value = declarator.childForFieldName('value');
  if (value === null) return undefined;
  return isJoin(value) || /^(?:string_literal|method_invocation)$/.test(value.type) ? value : undefined;
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
