import type { Node } from '@vscode/tree-sitter-wasm';
import { FactsFile, type SourceScope } from './factsFile.ts';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import type { Constants } from './namedTexts.ts';
import { phpText } from './phpTexts.ts';
import { lastLineOf, nameText, partsOf, placeOf } from './place.ts';
import { unknownText } from './textPattern.ts';

/** `#[Name(value, key: value)]`, without its namespace. */
export interface PhpAttribute {
  readonly name: string;
  readonly arguments: readonly PhpArgument[];
}

export interface PhpArgument {
  /** Of `name: value`; empty otherwise. */
  readonly name: string;
  readonly value: Node;
}

export interface PhpScope extends SourceScope {
  readonly attributes: readonly PhpAttribute[];
  /** Of a group of routes; `['']` for others. */
  readonly prefix: TextPattern;
  /** Of a group of routes: whose methods the handlers are. */
  readonly controller: string;
}

export class PhpFile extends FactsFile<PhpScope> {
  /** Which of the actions of a resource there are, by the end of the call that registers it. */
  readonly resourceActions = new Map<number, (action: string) => boolean>();

  readonly #lookup: Constants = (name) => this.#special(name) ?? this.texts.lookup(name);

  text(node: Node | undefined): TextPattern {
    return node === undefined ? unknownText : phpText(node, this.#lookup);
  }

  /** With its namespace, as PHP itself says it. */
  get qualifiedClass(): string {
    return this.#qualified(this.className);
  }

  /** Prefixes around, from the outermost. */
  prefixes(): readonly TextPattern[] {
    return [...this.scopes.values()]
      .filter(({ type, prefix }) => type === 'prefix' && prefix.join('') !== '')
      .map(({ prefix }) => prefix)
      .reverse();
  }

  /** Whose methods the handlers of the group around are; empty where it does not say. */
  get groupController(): string {
    for (const { controller } of this.scopes.values()) if (controller !== '') return controller;
    return '';
  }

  #special(name: string): TextPattern | undefined {
    const method = this.nearest('method')?.name ?? '';
    switch (name) {
      case '__CLASS__':
      case 'self::class':
      case 'static::class':
        return [this.qualifiedClass];
      case '__FUNCTION__':
        return [method];
      case '__METHOD__':
        return [this.className === '' ? this.#qualified(method) : `${this.qualifiedClass}::${method}`];
      default:
        return undefined;
    }
  }

  #qualified(name: string): string {
    return this.facts.module === '' ? name : `${this.facts.module}\\${name}`;
  }
}

export function phpAttributes(declaration: Node): readonly PhpAttribute[] {
  const groups = partsOf(declaration.childForFieldName('attributes'));
  return groups.flatMap((group) => partsOf(group)).map(attributeOf);
}

function attributeOf(node: Node): PhpAttribute {
  const name = nameText(partsOf(node)[0]).replace(/^.*\\/, '');
  return { name, arguments: argumentsIn(node.childForFieldName('parameters')) };
}

export function phpArguments(call: Node): readonly PhpArgument[] {
  const list =
    call.childForFieldName('arguments') ??
    call.namedChildren.find((child) => child?.type === 'arguments') ??
    null;
  return argumentsIn(list);
}

function argumentsIn(list: Node | null): readonly PhpArgument[] {
  return partsOf(list).flatMap((argument) => {
    const value = partsOf(argument).at(-1);
    return value === undefined ? [] : [{ name: nameText(argument.childForFieldName('name')), value }];
  });
}

/** The argument of that name, or at that position. */
export function argumentAt(list: readonly PhpArgument[], name: string, position: number): Node | undefined {
  const plain = list.filter((one) => one.name === '');
  return (list.find((one) => one.name === name) ?? plain[position])?.value;
}

/** From the name of the call to its end, so that a chain over several lines is where its words are. */
export function phpCallPlace(call: Node): Place {
  const name = call.childForFieldName('name') ?? call.childForFieldName('function') ?? call;
  return { ...placeOf(name), endLine: lastLineOf(call) };
}

/** `$tracer`, `$this->tracer`, `self::$tracer`, by the last name; empty for anything else. */
export function phpVariable(node: Node | null | undefined): string {
  switch (node?.type) {
    case 'variable_name':
      return nameText(node).slice(1);
    case 'member_access_expression':
    case 'scoped_property_access_expression':
      return nameText(node.childForFieldName('name')).replace(/^\$/, '');
    default:
      return '';
  }
}

/** The class that `Foo::class` names; empty for anything else. */
export function classNamed(node: Node | undefined): string {
  if (node?.type !== 'class_constant_access_expression') return '';
  const [owner, name] = partsOf(node);
  return name?.text === 'class' ? nameText(owner).replace(/^\\/, '') : '';
}

/** Elements of an array with the keys they have. */
export function elementsOf(
  node: Node | undefined,
): readonly { readonly key: Node | undefined; readonly value: Node }[] {
  if (node?.type !== 'array_creation_expression') return [];
  return partsOf(node).flatMap((element) => {
    const parts = partsOf(element);
    const value = parts.at(-1);
    return value === undefined ? [] : [{ key: parts.length > 1 ? parts[0] : undefined, value }];
  });
}

/**
 * Who an argument says that handles: a closure, `[C::class, 'show']`, `C::class`, `'C@show'`, `'C::show'`,
 * `C::class . ':show'`, `['uses' => 'C@show']`; in a group of a controller a method's name.
 */
export function phpHandler(node: Node | undefined, file: PhpFile): HandlerRef {
  switch (node?.type) {
    case undefined:
      return { type: 'unknown' };
    case 'anonymous_function':
    case 'arrow_function':
      return { type: 'here', place: placeOf(node), name: '' };
    case 'array_creation_expression':
      return arrayHandler(node, file);
    case 'class_constant_access_expression':
      return named(classNamed(node));
    case 'binary_expression':
      return sumHandler(node, file);
    default:
      return textHandler(file.text(node), file);
  }
}

function arrayHandler(node: Node, file: PhpFile): HandlerRef {
  const elements = elementsOf(node);
  const uses = elements.find(({ key }) => key !== undefined && file.text(key)[0] === 'uses');
  if (uses !== undefined) return phpHandler(uses.value, file);
  const [first, second] = elements.map(({ value }) => value);
  const method = second === undefined ? unknownText : file.text(second);
  const owner = classNamed(first) || (phpVariable(first) === 'this' ? file.className : '');
  if (owner !== '' && method.length === 1) return named(`${owner}::${method[0]}`);
  // A pipeline of middleware ends with who answers.
  const last = elements.at(-1)?.value;
  return last?.type === 'anonymous_function' ? phpHandler(last, file) : named(classNamed(last));
}

function sumHandler(node: Node, file: PhpFile): HandlerRef {
  const [left, right] = partsOf(node);
  const method = right === undefined ? unknownText : file.text(right);
  const owner = classNamed(left);
  if (owner === '' || method.length !== 1) return { type: 'unknown' };
  return named(`${owner}::${(method[0] ?? '').replace(/^[:@]+/, '')}`);
}

function textHandler(text: TextPattern, file: PhpFile): HandlerRef {
  const plain = text.length === 1 ? (text[0] ?? '') : '';
  if (/^\w+$/.test(plain) && file.groupController !== '') return named(`${file.groupController}::${plain}`);
  const found = /^\\?([\w\\]+)(?:@|::?)(\w+)/.exec(plain);
  if (found !== null) return named(`${found[1]}::${found[2]}`);
  return /^[\w\\]+$/.test(plain) ? named(plain) : { type: 'unknown' };
}

function named(name: string): HandlerRef {
  return name === '' ? { type: 'unknown' } : { type: 'name', name };
}
