import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import {
  callPlace,
  dotted,
  type GoCall,
  goCall,
  handlerOf,
  lastNameOf,
  qualified,
  textAt,
} from './goCall.ts';
import type { GoFile, GoRouter } from './goFile.ts';
import { goFramework, isPathText, isRouter, routerOf } from './goRouters.ts';
import { nameText, partsOf } from './place.ts';
import { joined } from './textPattern.ts';

const verb = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE)$/;
const titleVerb = /^(?:Get|Post|Put|Patch|Delete|Head|Options|Connect|Trace|All)$/;
/** Receivers whose `Get` asks rather than answers. */
const asking =
  /client|cache|map|store|redis|^https?$|rest|expect|mock|suite|request|^req$|session|header|params|query|^api$/i;
const client = /client|cache|redis|mock|suite|request|^req$|expect|resty/i;
const chainLink =
  /^(?:Path|Methods?|Name|Queries|Headers|Schemes|Host|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;
const methodFirst = /^(?:Handle|HandleFunc|Handler|HandlerFunc|Method|MethodFunc|Add|Match)$/;
const longestChain = 50;

/** What chained calls say of a route: `.Methods("GET")`, by the id of the call that registers it. */
export type ChainedMethods = Map<number, readonly string[]>;

/** A call that registers a route, of whichever framework. `isStatement` is whether nothing is done with its result. */
export function addRoute(file: GoFile, call: GoCall, isStatement: boolean, chained: ChainedMethods): void {
  const { name, parts } = call;
  if (verb.test(name) || name === 'Any') addVerb(file, call, name === 'Any' ? [] : [name]);
  else if (titleVerb.test(name)) addTitleVerb(file, call, isStatement);
  else if (parts.length === 1 && /^(?:Handler|HandlerFunc|To)$/.test(name)) addLastInChain(file, call);
  else if (parts.length === 2 && isPattern(call)) addPattern(file, call, chained);
  else if (parts.length > 2 && methodFirst.test(name)) addMethodFirst(file, call);
  else addOwnRegistrar(file, call, chained);
}

/** Also of functions that users put around it: `handleFunc("/x", h)`. */
function isPattern({ name, receiver }: GoCall): boolean {
  return /^Handle(?:Func)?$/.test(name) || (receiver === undefined && /^handle(?:Func|r)?$/.test(name));
}

/** gin's handlers stand last, after the middleware; Echo's before it. */
function addVerb(file: GoFile, call: GoCall, methods: readonly string[]): void {
  const [path, ...handlers] = call.parts;
  if (handlers.length === 0 || call.receiver === undefined) return;
  if (client.test(lastNameOf(call.receiver)) && !isRouter(file, call.receiver)) return;
  const isEcho = goFramework(file) === 'echo';
  push(file, call, methods, textAt(file, path), isEcho ? handlers[0] : handlers.at(-1));
}

/** chi's and Fiber's; but `client.Get("/x", y)` is a request. */
function addTitleVerb(file: GoFile, call: GoCall, isStatement: boolean): void {
  const [path, ...handlers] = call.parts;
  const handler = handlers.at(-1);
  if (!isStatement || call.receiver === undefined || handler === undefined) return;
  const framework = goFramework(file);
  const isKnown = isRouter(file, call.receiver);
  if (!isKnown && (asking.test(lastNameOf(call.receiver)) || !/^(?:chi|fiber|go)$/.test(framework))) return;
  if (!isKnown && handler.type === 'identifier' && !file.functions.has(nameText(handler))) return;
  const methods = call.name === 'All' ? [] : [call.name.toUpperCase()];
  push(file, call, methods, textAt(file, path), handler);
}

/** `HandleFunc("GET /orders/{id}", h)`, with gorilla's `.Methods("GET")` after it. */
function addPattern(file: GoFile, call: GoCall, chained: ChainedMethods): void {
  const [pattern, handler] = call.parts;
  const text = textAt(file, pattern);
  const [first = ''] = text;
  const match = /^(?:([A-Z]+)[ \t]+)?([^/\s]*)(?=\/|$)/.exec(first);
  // A host before the path is no part of the route; what begins with something unknown may have one.
  const path = [first.slice(match?.[0].length ?? 0), ...text.slice(1)];
  // Of a group's own address: `orders.HandleFunc("", h)`.
  const isOwn = path.join('') === '' && first === '' && isRouter(file, call.receiver);
  if (match === null || (path.join('') === '' && !isOwn) || isMounted(file, handler)) return;
  const methods = match[1] === undefined ? (chained.get(call.node.id) ?? []) : [match[1]];
  push(file, call, methods, path, handler);
}

/** `mux.Handle("/api/", http.StripPrefix("/api", api))` is a mount. */
function isMounted(file: GoFile, handler: Node | undefined): boolean {
  if (handler?.type !== 'call_expression' || lastNameOf(handler) !== 'StripPrefix') return false;
  return isRouter(file, partsOf(handler.childForFieldName('arguments'))[1]);
}

/** `Handle("GET", "/x", h)`, `Method("GET", "/x", h)`, `Match([]string{"GET"}, "/x", h)`. */
function addMethodFirst(file: GoFile, call: GoCall): void {
  const [method, path, ...handlers] = call.parts;
  const methods = methodsOf(file, method === undefined ? [] : [method]);
  const isEcho = goFramework(file) === 'echo';
  if (methods.length > 0)
    push(file, call, methods, textAt(file, path), isEcho ? handlers[0] : handlers.at(-1));
}

/** `r.Methods("GET").Path("/x").HandlerFunc(h)`; go-restful's `ws.GET("/x").To(h)`. */
function addLastInChain(file: GoFile, call: GoCall): void {
  let methods: readonly string[] = [];
  let path: TextPattern | undefined;
  let router = call.receiver;
  for (let length = 0; router?.type === 'call_expression' && length < longestChain; length++) {
    const link = goCall(router);
    if (link === undefined || !chainLink.test(link.name)) break;
    if (/^Methods?$/.test(link.name)) methods = methodsOf(file, link.parts);
    else if (verb.test(link.name)) methods = [link.name];
    if (link.name === 'Path' || verb.test(link.name)) path = textAt(file, link.parts[0]);
    router = link.receiver;
  }
  const registered = path === undefined ? undefined : routerOf(file, router);
  if (path === undefined || registered === undefined) return;
  pushRoute(file, call, methods, path, call.parts[0], registered);
}

/** Functions of users that register one route: `s.handle(router, s.show, "/orders/{id}").Methods("GET")`. */
function addOwnRegistrar(file: GoFile, call: GoCall, chained: ChainedMethods): void {
  const routerPart = call.parts.find((part) => isRouter(file, part));
  if (routerPart === undefined) return;
  const path = call.parts.map((part) => textAt(file, part)).find(isPathText);
  const router = path && routerOf(file, routerPart);
  if (path === undefined || router === undefined) return;
  const handler = call.parts.find((part) => part !== routerPart && isFunction(file, part));
  if (handler !== undefined) pushRoute(file, call, chained.get(call.node.id) ?? [], path, handler, router);
}

function isFunction(file: GoFile, node: Node): boolean {
  return node.type === 'func_literal' || file.functions.has(qualified(file, dotted(node)));
}

/** gorilla: the methods stand after the call that registers. */
export function noteMethods(file: GoFile, call: GoCall, chained: ChainedMethods): void {
  if (call.name !== 'Methods' || call.receiver?.type !== 'call_expression') return;
  const methods = methodsOf(file, call.parts);
  let rest: Node | undefined = call.receiver;
  for (let length = 0; rest?.type === 'call_expression' && length < longestChain; length++) {
    chained.set(rest.id, methods);
    rest = goCall(rest)?.receiver;
  }
}

/** `"GET"`, `http.MethodGet`, `[]string{"GET", "POST"}`, and Fiber's and Echo's lists. */
function methodsOf(file: GoFile, nodes: readonly Node[]): readonly string[] {
  return nodes
    .flatMap((node) => (node.type === 'composite_literal' ? elementsOf(node) : [node]))
    .map((node) => methodOf(file, node))
    .filter((method) => verb.test(method));
}

function methodOf(file: GoFile, node: Node): string {
  const named = /^(?:Method)?([A-Z][A-Za-z]+)$/.exec(lastNameOf(node))?.[1];
  if (node.type === 'selector_expression' && named !== undefined) return named.toUpperCase();
  const text = textAt(file, node);
  return text.length === 1 ? (text[0] ?? '').toUpperCase() : '';
}

/** What stands in `[]string{…}`. */
export function elementsOf(literal: Node): readonly Node[] {
  return partsOf(literal.childForFieldName('body')).flatMap((element) => partsOf(element).slice(0, 1));
}

function push(
  file: GoFile,
  call: GoCall,
  methods: readonly string[],
  path: TextPattern,
  handler: Node | undefined,
): void {
  const router = call.receiver === undefined ? { root: '', prefix: [''] } : routerOf(file, call.receiver);
  if (router !== undefined) pushRoute(file, call, methods, path, handler, router);
}

function pushRoute(
  file: GoFile,
  call: GoCall,
  methods: readonly string[],
  path: TextPattern,
  node: Node | undefined,
  router: GoRouter,
): void {
  const handler: HandlerRef = handlerOf(file, node);
  if (handler.type === 'unknown' || !isPath(path)) return;
  file.facts.routes.push({
    methods,
    path: joined([router.prefix, path]),
    router: router.root,
    within: file.scopes.dotted,
    handler,
    framework:
      call.name.startsWith('Handle') && call.parts.length === 2 ? patternFramework(file) : goFramework(file),
    place: callPlace(call),
  });
}

/** `HandleFunc` is of the standard library, and of routers that are written alike. */
function patternFramework(file: GoFile): string {
  const framework = goFramework(file);
  return framework === 'mux' || framework === 'chi' ? framework : 'net/http';
}

/** From the root, or (in a group) nothing; what begins with something unknown goes on from a slash. */
function isPath(path: TextPattern): boolean {
  const [first = '', second] = path;
  if (first !== '' || second === undefined) return first === '' || first.startsWith('/');
  return second.startsWith('/');
}
