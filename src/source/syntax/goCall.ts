import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { type GoFile, typeName, variableOf } from './goFile.ts';
import { nameText, partsOf, placeOf } from './place.ts';

/** A call with its callee taken apart. */
export interface GoCall {
  readonly node: Node;
  /** The last name of what is called: `Get` of `s.router.Get(…)`. */
  readonly name: string;
  /** The name's own node, whose line counts in a chain of calls. */
  readonly nameNode: Node;
  /** What it is called on. */
  readonly receiver: Node | undefined;
  readonly parts: readonly Node[];
}

/** `undefined` for calls of what has no name: `handlers[0]()`, `func() {}()`. */
export function goCall(node: Node): GoCall | undefined {
  const callee = calleeOf(node);
  if (callee === undefined) return undefined;
  const parts = partsOf(node.childForFieldName('arguments'));
  if (callee.type === 'identifier') {
    return { node, name: nameText(callee), nameNode: callee, receiver: undefined, parts };
  }
  const field = callee.childForFieldName('field');
  if (callee.type !== 'selector_expression' || field === null) return undefined;
  const receiver = callee.childForFieldName('operand') ?? undefined;
  return { node, name: nameText(field), nameNode: field, receiver, parts };
}

/** What is called, without type arguments. */
function calleeOf(call: Node): Node | undefined {
  const callee = call.childForFieldName('function') ?? undefined;
  const isGeneric = callee?.type === 'type_instantiation_expression' || callee?.type === 'index_expression';
  return isGeneric ? partsOf(callee)[0] : callee;
}

/** From the name that is called to the end: the line that counts in a chain of calls. */
export function callPlace({ node, nameNode }: GoCall) {
  return { ...placeOf(nameNode), endLine: placeOf(node).endLine };
}

/** `s.tracer`; empty for what is no name. */
export function dotted(node: Node | undefined): string {
  if (node?.type !== 'identifier' && node?.type !== 'selector_expression') return '';
  const text = nameText(node).replace(/\s+/g, '');
  return /^[\p{L}\p{N}_.]+$/u.test(text) ? text : '';
}

/** `tracer` of `s.tracer`, and of a call `s.tracer()`. */
export function lastNameOf(node: Node | undefined): string {
  const named = node?.type === 'call_expression' ? calleeOf(node) : node;
  return nameText(named?.childForFieldName('field') ?? named).replace(/^.*\./s, '');
}

export function textAt(file: GoFile, node: Node | undefined): TextPattern {
  return file.texts.textOf(node, file.scopes.names);
}

/** With types put in for variables, as far as the file says them: `server.show` of `s.show`, `Orders.list` of `s.orders.list`. */
export function qualified(file: GoFile, name: string): string {
  const [first = '', ...rest] = name.split('.');
  const type = rest.length === 0 ? undefined : variableOf(file, first)?.type;
  if (type === undefined || type === '') return name;
  return (
    rest
      .slice(0, -1)
      .reduce((owner, field) => file.fields.get(`${owner}.${field}`) || `${owner}.${field}`, type) +
    `.${rest.at(-1) ?? ''}`
  );
}

const mostWrappers = 8;

/** Functions that give back the handler that they are given, with something around it. */
const wrapper =
  /^(?:HandlerFunc|NewHandler|[hH]andler|NewMiddleware|WithRouteTag|StripPrefix|TimeoutHandler|MaxBytesHandler|AllowQuerySemicolons|Then|ThenFunc|[aA]uth|[lL]og|\w*[mM]iddleware\w*|(?:[aA]dapt|[wW]rap|[wW]ith|[rR]equire|[cC]hain|[iI]nstrument|[tT]raced?|[lL]ogging|[cC]ors|CORS|[gG]zip|[pP]rotect|[sS]ecure|[mM]easure|[mM]onitor|[aA]uthenticated?|[aA]uthorized?|[rR]ecover|[rR]ateLimit)(?:[A-Z_]\w*)?|\w+[wW]rapper)$/;

/**
 * What serves a request: a function on the spot, `server.show` of `s.show`, `show` of `otelhttp.NewHandler(http.HandlerFunc(show), "x")`, and
 * `showOrder` of `showOrder(db)`, which gives back the handler.
 */
export function handlerOf(file: GoFile, node: Node | undefined): HandlerRef {
  let handler = node;
  for (let wrapped = 0; handler !== undefined && wrapped < mostWrappers; wrapped++) {
    const known = knownHandler(file, handler);
    if (known !== undefined) return known;
    const value = handler.type === 'identifier' ? variableOf(file, nameText(handler))?.value : undefined;
    if (value !== undefined) handler = value;
    else if (handler.type === 'call_expression') {
      const inner = wrappedHandler(file, handler);
      if (inner === undefined) return maker(file, handler);
      handler = inner;
    } else return named(qualified(file, dotted(handler)));
  }
  return { type: 'unknown' };
}

/** A function that makes a handler, or puts something around one that another file has. */
function maker(file: GoFile, call: Node): HandlerRef {
  const ref = named(qualified(file, dotted(calleeOf(call))));
  if (ref.type !== 'name') return ref;
  const given = partsOf(call.childForFieldName('arguments'))
    .filter((part) => part.type === 'selector_expression' || variableOf(file, dotted(part)) === undefined)
    .map((part) => qualified(file, dotted(part)))
    .filter((name) => name !== '');
  return given.length === 0 ? ref : { ...ref, given };
}

function named(name: string): HandlerRef {
  return name === '' ? { type: 'unknown' } : { type: 'name', name };
}

function knownHandler(file: GoFile, node: Node): HandlerRef | undefined {
  if (node.type === 'func_literal') return { type: 'here', place: placeOf(node), name: '' };
  const type = handlerType(file, node);
  return type === '' ? undefined : { type: 'name', name: `${type}.ServeHTTP` };
}

/** The type of a value that serves requests itself. */
function handlerType(file: GoFile, node: Node): string {
  if (node.type === 'identifier') {
    const type = variableOf(file, nameText(node))?.type ?? '';
    return /^(?:http|gin|echo|fiber|chi|mux|httprouter)\./.test(type) ? '' : type;
  }
  // A field that is said to be of a type of this package.
  const field =
    node.type === 'selector_expression' ? file.fields.get(qualified(file, dotted(node))) : undefined;
  return field !== undefined && /^\w+$/.test(field) ? field : literalType(node);
}

/** `T` of `T{…}`, `&T{…}` and `new(T)`. */
export function literalType(node: Node | undefined): string {
  const value = node?.type === 'unary_expression' ? (node.childForFieldName('operand') ?? undefined) : node;
  if (value?.type === 'composite_literal') return typeName(value.childForFieldName('type'));
  if (value?.type !== 'call_expression' || nameText(calleeOf(value)) !== 'new') return '';
  return typeName(partsOf(value.childForFieldName('arguments'))[0]);
}

/** The handler among a wrapper's arguments; `undefined` for a function that makes handlers. */
function wrappedHandler(file: GoFile, call: Node): Node | undefined {
  const parts = partsOf(call.childForFieldName('arguments'));
  const certain =
    parts.find(({ type }) => type === 'func_literal') ??
    parts.find((part) => part.type === 'call_expression' && lastNameOf(part) === 'HandlerFunc') ??
    parts.find((part) => file.functions.has(qualified(file, dotted(part))));
  if (certain !== undefined) return certain;
  if (!wrapper.test(lastNameOf(call))) return undefined;
  return parts.find(({ type }) => !type.endsWith('string_literal'));
}
