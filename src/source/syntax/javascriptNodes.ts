import type { Node } from '@vscode/tree-sitter-wasm';
import type { Place } from './fileFacts.ts';
import { nameText, partsOf, placeOf } from './place.ts';

const wrappers: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'await_expression',
]);

const functions: ReadonlySet<string> = new Set([
  'arrow_function',
  'function_expression',
  'generator_function',
  'function_declaration',
  'generator_function_declaration',
  'method_definition',
]);

/** Past `(…)`, `as T`, `satisfies T`, `!`, `<T>` and `await`. */
export function unwrapped(value: Node | null | undefined): Node | undefined {
  let node = value ?? undefined;
  while (node !== undefined) {
    if (wrappers.has(node.type)) node = node.namedChild(0) ?? undefined;
    else if (node.type === 'type_assertion') node = node.lastNamedChild ?? undefined;
    else return node;
  }
  return undefined;
}

export function isFunction(node: Node): boolean {
  return functions.has(node.type);
}

/** `receiver.name(args)`, or `name(args)` without a receiver. */
export interface JavaScriptCall {
  readonly node: Node;
  readonly name: string;
  readonly receiver: Node | undefined;
  readonly args: readonly Node[];
  readonly place: Place;
}

/** A call or `new`; `undefined` for what is called otherwise than by a name. */
export function callOf(node: Node): JavaScriptCall | undefined {
  const callee = unwrapped(
    node.childForFieldName(node.type === 'new_expression' ? 'constructor' : 'function'),
  );
  if (callee === undefined) return undefined;
  const isMember = callee.type === 'member_expression';
  const named = isMember ? callee.childForFieldName('property') : callee;
  if (named === null || !/identifier$|^import$|^super$/.test(named.type)) return undefined;
  return {
    node,
    name: nameText(named).replace(/^#/, ''),
    receiver: isMember ? unwrapped(callee.childForFieldName('object')) : undefined,
    args: argumentsOf(node),
    // A line of a chain is the line of its own name: that is where a stack says it is.
    place: { ...placeOf(named), endLine: placeOf(node).endLine },
  };
}

function argumentsOf(call: Node): readonly Node[] {
  const list = call.childForFieldName('arguments');
  return list?.type === 'arguments' ? partsOf(list) : [];
}

/** `a.b.c` and `this.#a` as `a.b.c` and `a`; empty for what is not names alone. */
export function dottedName(node: Node | undefined): string {
  const parts: string[] = [];
  let rest = unwrapped(node);
  while (rest !== undefined && rest.type === 'member_expression') {
    if (parts.length === maxParts) return '';
    parts.unshift(nameText(rest.childForFieldName('property')).replace(/^#/, ''));
    rest = unwrapped(rest.childForFieldName('object'));
  }
  if (rest?.type === 'identifier') parts.unshift(nameText(rest));
  else if (rest?.type !== 'this') return '';
  return parts.join('.');
}

const maxParts = 8;

/** A property of an object literal, or a method. */
export interface Entry {
  readonly key: string;
  /** The value, the method itself, or the name where key and value are one. */
  readonly value: Node;
  readonly node: Node;
}

/** What stands in an object literal under names that are known; of very long ones the beginning. */
export function entriesOf(object: Node | undefined): readonly Entry[] {
  if (object?.type !== 'object' || object.namedChildCount > maxEntries) return [];
  return partsOf(object).flatMap((node) => entryOf(node) ?? []);
}

const maxEntries = 2000;

function entryOf(node: Node): Entry | undefined {
  if (node.type === 'shorthand_property_identifier') return { key: nameText(node), value: node, node };
  if (node.type === 'method_definition')
    return { key: keyText(node.childForFieldName('name')), value: node, node };
  if (node.type !== 'pair') return undefined;
  const value = unwrapped(node.childForFieldName('value'));
  return value === undefined ? undefined : { key: keyText(node.childForFieldName('key')), value, node };
}

/** A property's name, with or without quotes. */
export function keyText(node: Node | null): string {
  return nameText(node)
    .replace(/^(['"])(.*)\1$/s, '$2')
    .replace(/^#/, '');
}

export function propertyOf(object: Node | undefined, key: string): Node | undefined {
  return entriesOf(object).find((entry) => entry.key === key)?.value;
}

/** The decorators that stand on a node, or among the children of one. */
export function decoratorsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.childrenForFieldName('decorator').filter((child): child is Node => child !== null);
}

/** `@Name`, `@Name(…)`, `@a.Name(…)`. */
export interface Decorator {
  readonly name: string;
  readonly args: readonly Node[];
  readonly node: Node;
}

export function decoratorOf(node: Node): Decorator {
  const inner = unwrapped(node.namedChild(0));
  const call = inner?.type === 'call_expression' ? callOf(inner) : undefined;
  if (call !== undefined) return { name: call.name, args: call.args, node };
  return { name: dottedName(inner).split('.').at(-1) ?? '', args: [], node };
}
