import type { Node } from '@vscode/tree-sitter-wasm';
import { csharpText } from './csharpTexts.ts';
import { FactsFile, type SourceScope } from './factsFile.ts';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import { lastLineOf, nameText, partsOf, placeOf } from './place.ts';
import { unknownText } from './textPattern.ts';

/** `[Name(value, Key = value)]`, without its namespace and `Attribute`. */
export interface Attribute {
  readonly name: string;
  readonly values: readonly Node[];
  readonly named: ReadonlyMap<string, Node>;
  readonly node: Node;
}

export interface CsharpScope extends SourceScope {
  readonly attributes: readonly Attribute[];
  readonly bases: readonly string[];
  /** A function in a function: not what `CallerMemberName` is. */
  readonly local: boolean;
}

/** An argument of a call. */
export interface Argument {
  /** Of `name: value`; empty otherwise. */
  readonly name: string;
  readonly value: Node;
}

export class CsharpFile extends FactsFile<CsharpScope> {
  text(node: Node | undefined): TextPattern {
    return node === undefined ? unknownText : csharpText(node, this.texts.lookup);
  }

  /** The member that `[CallerMemberName]` says. */
  get member(): string {
    for (const scope of this.scopes.values()) {
      if (scope.type === 'method' && !scope.local) return scope.name;
    }
    return '';
  }
}

export function attributesOf(declaration: Node): readonly Attribute[] {
  return declaration.namedChildren
    .filter((child): child is Node => child?.type === 'attribute_list')
    .flatMap((list) => partsOf(list).filter(({ type }) => type === 'attribute'))
    .map(attributeOf);
}

function attributeOf(node: Node): Attribute {
  const name = nameText(node.childForFieldName('name'))
    .replace(/^.*\./, '')
    .replace(/<.*$/, '')
    .replace(/(?<=.)Attribute$/, '');
  const list = node.namedChildren.find((child) => child?.type === 'attribute_argument_list');
  const values: Node[] = [];
  const named = new Map<string, Node>();
  for (const argument of partsOf(list)) {
    const parts = partsOf(argument);
    const [first, second] = parts;
    const assigned = first?.type === 'assignment_expression' ? first : undefined;
    const key = assigned?.childForFieldName('left') ?? (parts.length > 1 ? first : undefined);
    const value = assigned?.childForFieldName('right') ?? second ?? first;
    if (value === undefined || value === null) continue;
    if (key === undefined || key === null) values.push(value);
    else named.set(nameText(key), value);
  }
  return { name, values, named, node };
}

export function argumentsOf(call: Node): readonly Argument[] {
  const list =
    call.childForFieldName('arguments') ??
    call.namedChildren.find((child) => child?.type === 'argument_list') ??
    null;
  return partsOf(list).flatMap((argument) => {
    const value = partsOf(argument).at(-1);
    if (value === undefined) return [];
    const name = argument.childForFieldName('name');
    return [{ name: name === null || name.id === value.id ? '' : name.text, value }];
  });
}

/** The last name of what is called, and what it is called on. */
export function calleeOf(call: Node): {
  readonly name: Node | undefined;
  readonly receiver: Node | undefined;
} {
  const callee = call.childForFieldName('function');
  switch (callee?.type) {
    case 'member_access_expression':
      return {
        name: callee.childForFieldName('name') ?? undefined,
        receiver: callee.childForFieldName('expression') ?? undefined,
      };
    case 'conditional_access_expression': {
      const binding = partsOf(callee).find(({ type }) => type === 'member_binding_expression');
      return {
        name: binding?.childForFieldName('name') ?? undefined,
        receiver: callee.childForFieldName('condition') ?? undefined,
      };
    }
    default:
      return { name: callee ?? undefined, receiver: undefined };
  }
}

/** `Query<Order>` is Query. */
export function plainName(node: Node | undefined): string {
  return nameText(node?.type === 'generic_name' ? node.namedChild(0) : node);
}

/** `Source`, `this.source`, `Telemetry.Source` by their last name; empty for anything else. */
export function variableOf(receiver: Node | undefined): string {
  if (receiver?.type === 'identifier') return receiver.text;
  return receiver?.type === 'member_access_expression' ? nameText(receiver.childForFieldName('name')) : '';
}

/** From the name of the call to its end, so that a chain over several lines is where its words are. */
export function callPlace(call: Node): Place {
  const { name } = calleeOf(call);
  return { ...placeOf(name ?? call), endLine: lastLineOf(call) };
}

/** Who an argument says that handles: a lambda, `Handlers.Add`, `Add`, `handler.Add`. */
export function csharpHandler(node: Node | undefined): HandlerRef {
  switch (node?.type) {
    case 'lambda_expression':
    case 'anonymous_method_expression':
      return { type: 'here', place: placeOf(node), name: '' };
    case 'identifier':
    case 'member_access_expression': {
      const name = nameText(node)
        .replace(/^this\./, '')
        .replace(/<.*>/, '');
      return name === '' ? { type: 'unknown' } : { type: 'name', name };
    }
    default:
      return { type: 'unknown' };
  }
}
