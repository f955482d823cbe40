import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef } from './fileFacts.ts';
import type { JavaScriptFile } from './javascriptFile.ts';
import { callOf, dottedName, isFunction, keyText, propertyOf, unwrapped } from './javascriptNodes.ts';
import { nameText, partsOf, placeOf } from './place.ts';

/** Wrappers in wrappers: deeper than this nobody writes them. */
const maxDepth = 4;

export const unknownHandler: HandlerRef = { type: 'unknown' };

/** Who handles, by what is given as the handler; `undefined` for what cannot be one. */
export function handlerOf(
  file: JavaScriptFile,
  expression: Node | undefined,
  depth = 0,
): HandlerRef | undefined {
  const node = unwrapped(expression);
  if (node === undefined || depth > maxDepth) return undefined;
  switch (node.type) {
    case 'identifier':
    case 'shorthand_property_identifier':
      return /^(?:undefined|null)$/.test(node.text) ? undefined : { type: 'name', name: nameText(node) };
    case 'member_expression':
      return namedHandler(memberName(file, node));
    case 'call_expression':
      return calledHandler(file, node, depth);
    case 'array':
      return listedHandler(file, partsOf(node), depth);
    case 'object':
      return handlerOf(file, propertyOf(node, 'handler'), depth + 1);
    default:
      return isFunction(node) ? writtenHandler(node) : undefined;
  }
}

/** A function where it stands; of a named one the line of its name. */
export function writtenHandler(node: Node): HandlerRef {
  const name = node.childForFieldName('name');
  const start = placeOf(name ?? node);
  return { type: 'here', place: { ...start, endLine: placeOf(node).endLine }, name: keyText(name) };
}

/** `asyncHandler(showUser)`, `controller.show.bind(controller)`, `makeHandler()`. */
function calledHandler(file: JavaScriptFile, node: Node, depth: number): HandlerRef | undefined {
  const call = callOf(node);
  if (call === undefined) return undefined;
  if (call.name === 'bind' && call.receiver !== undefined) return handlerOf(file, call.receiver, depth + 1);
  const inner = call.args.map((arg) => unwrapped(arg)).filter((arg) => arg !== undefined);
  const written = inner.findLast((arg) => isFunction(arg));
  if (written !== undefined) return writtenHandler(written);
  const wrapped = inner.findLast(({ type }) =>
    /^(?:identifier|member_expression|call_expression)$/.test(type),
  );
  const handler = wrapped === undefined ? undefined : handlerOf(file, wrapped, depth + 1);
  if (handler !== undefined) return handler;
  const member = node.childForFieldName('function');
  return member?.type === 'member_expression'
    ? namedHandler(memberName(file, member))
    : namedHandler(call.name);
}

/** Of several the last one answers; `[UsersController, 'show']` is a class and its method. */
function listedHandler(file: JavaScriptFile, parts: readonly Node[], depth: number): HandlerRef | undefined {
  const [owner, method] = parts;
  if (parts.length === 2 && owner !== undefined && method?.type === 'string') {
    const name = dottedName(owner);
    return name === '' ? unknownHandler : namedHandler(`${name}.${method.text.slice(1, -1)}`);
  }
  return handlerOf(file, parts.at(-1), depth + 1);
}

/** `this.show` and `users.show` with the class that `this` and `users` are known to be one of. */
function memberName(file: JavaScriptFile, node: Node): string {
  const name = dottedName(node);
  if (name === '') return '';
  const parts = name.split('.');
  const ofThis = rootOf(node)?.type === 'this';
  if (ofThis && parts.length === 1) return file.className === '' ? name : `${file.className}.${name}`;
  const maker = parts.length === 2 ? file.makers.get(parts[0] ?? '') : undefined;
  return maker === undefined || maker === 'require' ? name : `${maker}.${parts[1]}`;
}

function rootOf(node: Node): Node | undefined {
  let rest: Node | undefined = node;
  while (rest?.type === 'member_expression') rest = unwrapped(rest.childForFieldName('object'));
  return rest;
}

function namedHandler(name: string): HandlerRef {
  return name === '' ? unknownHandler : { type: 'name', name };
}
