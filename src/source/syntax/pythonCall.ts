import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, Place } from './fileFacts.ts';
import { lastLineOf, nameText, partsOf, placeOf } from './place.ts';

/** A call with its arguments sorted out. */
export interface PythonCall {
  readonly node: Node;
  /** The last name of what is called: `get` of `self.router.get(…)`. */
  readonly name: string;
  /** What it is called on, without `self`: `router`, `users.router`; empty for none, and for what has no name. */
  readonly receiver: string;
  readonly positional: readonly Node[];
  readonly keywords: ReadonlyMap<string, Node>;
}

/** What a decorator stands on. */
export interface PythonDefinition {
  readonly node: Node;
  readonly isClass: boolean;
  readonly name: string;
  /** Dotted, with the definitions around it. */
  readonly qualifiedName: string;
  /** The line of its name, to its end. */
  readonly place: Place;
}

/** `undefined` for calls of what has no name: `handlers[0]()`, `cache(60)(view)`. */
export function pythonCall(node: Node): PythonCall | undefined {
  const callee = calleeOf(node);
  // What the parser guesses about broken code is no call.
  if (callee === undefined || node.childForFieldName('function')?.hasError === true) return undefined;
  const positional: Node[] = [];
  const keywords = new Map<string, Node>();
  for (const argument of partsOf(node.childForFieldName('arguments'))) {
    if (argument.type !== 'keyword_argument') positional.push(argument);
    else addKeyword(keywords, argument);
  }
  return { node, name: callee.name, receiver: dottedName(callee.receiver), positional, keywords };
}

function addKeyword(keywords: Map<string, Node>, argument: Node): void {
  const value = argument.childForFieldName('value');
  if (value !== null) keywords.set(nameText(argument.childForFieldName('name')), value);
}

function calleeOf(call: Node): { readonly name: string; readonly receiver: Node | null } | undefined {
  const callee = call.childForFieldName('function');
  if (callee?.type === 'identifier') return { name: nameText(callee), receiver: null };
  if (callee?.type !== 'attribute') return undefined;
  return {
    name: nameText(callee.childForFieldName('attribute')),
    receiver: callee.childForFieldName('object'),
  };
}

/** `views.show`; without a `self` or `cls` before it; empty for what is no name. */
export function dottedName(node: Node | null | undefined): string {
  if (node === null || node === undefined) return '';
  if (node.type !== 'identifier' && node.type !== 'attribute') return '';
  const text = nameText(node).replace(/\s+/g, '');
  return /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(text) ? text.replace(/^(?:self|cls)\./, '') : '';
}

/**
 * What a call is made on, for a span and its tracer to find each other: a variable's last name, or the whole text of
 * a call that gives the tracer back in place, `trace.get_tracer(__name__)`; of any other call, its name.
 */
export function tracerName({ node, receiver }: PythonCall): string {
  if (receiver !== '') return lastName(receiver);
  const on = callInFront(node);
  if (on === undefined) return '';
  const callee = lastName(dottedName(on.childForFieldName('function')));
  return callee === 'get_tracer' ? nameText(on).replace(/\s+/g, '') : callee;
}

/** `get_tracer(…)` of `get_tracer(…).start_span(…)`. */
export function callInFront(call: Node): Node | undefined {
  const on = call.childForFieldName('function')?.childForFieldName('object');
  return on?.type === 'call' ? on : undefined;
}

/** `tracer` of `self.shop.tracer`. */
export function lastName(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1);
}

/** An argument by its position or one of its names. */
export function argumentOf(
  call: PythonCall,
  position: number,
  ...names: readonly string[]
): Node | undefined {
  for (const name of names) {
    const value = call.keywords.get(name);
    if (value !== undefined) return value;
  }
  const argument = call.positional[position];
  return argument?.type.endsWith('_splat') ? undefined : argument;
}

/** From the name of a definition to its end. */
export function definitionPlace(definition: Node): Place {
  const name = definition.childForFieldName('name') ?? definition;
  return { ...placeOf(name), endLine: lastLineOf(definition) };
}

/** The decorated function itself. */
export function decoratedHandler(definition: PythonDefinition): HandlerRef {
  return { type: 'here', place: definition.place, name: definition.qualifiedName };
}

const mostWrappers = 8;

/**
 * What a view, endpoint or callback is: `views.show`, `OrderView` of `views.OrderView.as_view()` and of `OrderView()`,
 * `show` of `login_required(show)` and `cache_page(60)(show)`. A name on `self` gets the class around it.
 */
export function handlerOf(node: Node | undefined, className: string): HandlerRef {
  let handler = node;
  for (let wrapped = 0; handler !== undefined && wrapped < mostWrappers; wrapped++) {
    if (handler.type === 'lambda') return { type: 'here', place: placeOf(handler), name: '' };
    const named = namedHandler(handler, className);
    if (named !== undefined) return named;
    if (handler.type !== 'call') break;
    const callee: Node | null = handler.childForFieldName('function');
    const inner = viewOfCall(callee, handler);
    if (inner === undefined) break;
    handler = inner;
  }
  return { type: 'unknown' };
}

function namedHandler(node: Node, className: string): HandlerRef | undefined {
  const name = dottedName(node);
  if (name === '') return undefined;
  const isOwn = className !== '' && /^(?:self|cls)\s*\./.test(nameText(node));
  return { type: 'name', name: isOwn ? `${className}.${name}` : name };
}

function viewOfCall(callee: Node | null, call: Node): Node | undefined {
  if (callee === null) return undefined;
  const name = dottedName(callee);
  if (/(?:^|\.)as_(?:view|asgi)$/.test(name)) return callee.childForFieldName('object') ?? undefined;
  const first = partsOf(call.childForFieldName('arguments')).at(0);
  // An instance is of its class; whatever else is called with a function gives it back changed.
  if (/(?:^|\.)[A-Z]\w*$/.test(name)) return callee;
  return first;
}
