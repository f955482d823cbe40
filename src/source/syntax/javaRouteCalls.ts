import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { callPlace, type JavaFile, javaHandler } from './javaFile.ts';
import { httpVerbs, verbOf } from './javaRoutes.ts';
import { partsOf } from './place.ts';
import { isUnknown, joined } from './textPattern.ts';

/** Routes that calls register; and the prefixes that calls give to what is in them. */
export function callRoutes(call: Node, name: string, args: readonly Node[], file: JavaFile): void {
  const [first, second] = args;
  if (first === undefined) return;
  if (/^(?:path|nest|group|pathPrefix)$/.test(name)) {
    openPrefix(name, args, file);
    return;
  }
  if (/^(?:route|andRoute)$/.test(name) && isPredicate(first)) {
    predicateRoute(call, args, file);
    return;
  }
  if (name === 'handler' || name === 'subRouter' || name === 'blockingHandler') {
    vertxRoute(call, name, first, file);
    return;
  }
  if (name === 'mountSubRouter' && second !== undefined) {
    mount(call, receiverOf(call), file.text(first), second, file);
    return;
  }
  if (name === 'createContext' && second !== undefined) {
    add(call, [], first, second, 'jdk', file);
    return;
  }
  if (name === 'addServlet' && second !== undefined) {
    servletCall(call, first, second, file);
    return;
  }
  const last = args.at(-1) as Node;
  if (
    args.length < 2 ||
    !/^(?:lambda_expression|method_reference|object_creation_expression|identifier)$/.test(last.type)
  )
    return;
  const verb = name.toUpperCase();
  if (!httpVerbs.has(verb) || isClientCall(call) || !isPath(first, last, name, file)) return;
  add(call, [verb], first, last, name === verb ? 'spring' : 'java', file);
}

/** Frameworks written in the way of `get("/x", handler)`: the path must look like one. */
function isPath(first: Node, handler: Node, name: string, file: JavaFile): boolean {
  const text = file.text(first)[0] ?? '';
  if (name === name.toUpperCase()) return first.type !== 'lambda_expression';
  if (handler.type === 'identifier' && file.typeOf(handler.text) === undefined) return false;
  return text.startsWith('/') || (file.prefixes().length > 0 && first.type === 'string_literal');
}

function isClientCall(call: Node): boolean {
  return /client|template|mock|cache|map$/i.test(receiverOf(call));
}

function receiverOf(call: Node): string {
  const object = call.childForFieldName('object');
  if (object === null) return '';
  if (object.type === 'identifier') return object.text;
  return object.type === 'field_access' ? (object.childForFieldName('field')?.text ?? '') : '';
}

function openPrefix(name: string, args: readonly Node[], file: JavaFile): void {
  const [first] = args;
  const body = args.find(({ type }) => type === 'lambda_expression');
  if (first === undefined) return;
  // `nest(path("/api"), …)`, where what follows is an expression of routes.
  const nested = name === 'nest' && first.type === 'method_invocation';
  const path = nested ? partsOf(first.childForFieldName('arguments'))[0] : first;
  const inner = nested ? args.at(-1) : body;
  if (path === undefined || inner === undefined) return;
  const empty = { name: '', annotations: [], calls: false, place: callPlace(inner) };
  file.scopes.open(inner, [], { ...empty, type: 'prefix', prefix: file.text(path) });
}

/** `GET("/x")`, `GET("/x").and(accept(JSON))`. */
function isPredicate(node: Node): boolean {
  return node.type === 'method_invocation' && predicateCall(node) !== undefined;
}

function predicateCall(node: Node): Node | undefined {
  let call: Node | null = node;
  for (let depth = 0; call?.type === 'method_invocation' && depth < 20; depth++) {
    const name = call.childForFieldName('name')?.text ?? '';
    if (httpVerbs.has(name) || (name === 'path' && depth === 0)) return call;
    call = call.childForFieldName('object');
  }
  return undefined;
}

function predicateRoute(call: Node, [predicate, handler]: readonly Node[], file: JavaFile): void {
  const request = predicate === undefined ? undefined : predicateCall(predicate);
  const path = partsOf(request?.childForFieldName('arguments'))[0];
  const verb = request?.childForFieldName('name')?.text ?? '';
  if (path === undefined || handler === undefined) return;
  add(call, httpVerbs.has(verb) ? [verb] : [], path, handler, 'spring', file);
}

/** `router.get("/x").handler(h)`, `router.route("/api/*").subRouter(sub)`. */
function vertxRoute(call: Node, name: string, handler: Node, file: JavaFile): void {
  let route = call.childForFieldName('object');
  for (let depth = 0; route?.type === 'method_invocation' && depth < 20; depth++) {
    const verb = (route.childForFieldName('name')?.text ?? '').toUpperCase();
    const args = partsOf(route.childForFieldName('arguments'));
    const path = args.at(-1);
    if ((httpVerbs.has(verb) || verb === 'ROUTE') && path !== undefined) {
      if (name === 'subRouter') {
        mount(call, receiverOf(route), withoutWildcard(file.text(path)), handler, file);
        return;
      }
      const methods = verb === 'ROUTE' ? (args.length > 1 ? [verbOf(args[0])] : []) : [verb];
      const text = file.text(path);
      if (isUnknown(text)) return;
      push(call, methods, text, handler, receiverOf(route), 'vertx', file);
      return;
    }
    route = route.childForFieldName('object');
  }
}

function mount(call: Node, parent: string, prefix: TextPattern, child: Node, file: JavaFile): void {
  if (child.type !== 'identifier' || isUnknown(prefix)) return;
  file.facts.mounts.push({
    parent,
    child: child.text,
    prefix,
    within: file.scopes.dotted,
    place: callPlace(call),
  });
}

function withoutWildcard(path: TextPattern): TextPattern {
  return path.map((piece) => piece.replace(/\/?\*$/, ''));
}

/** Jetty's `addServlet(Show.class, "/x")` and `addServlet(new ServletHolder(new Show()), "/x")`. */
function servletCall(call: Node, servlet: Node, path: Node, file: JavaFile): void {
  const inner =
    servlet.type === 'object_creation_expression'
      ? partsOf(servlet.childForFieldName('arguments')).at(-1)
      : undefined;
  const type = servlet.type === 'class_literal' ? partsOf(servlet)[0]?.text : undefined;
  const handler: HandlerRef =
    type === undefined ? javaHandler(inner ?? servlet, file) : { type: 'name', name: type };
  const text = file.text(path);
  if (isUnknown(text)) return;
  const within = file.scopes.dotted;
  file.facts.routes.push({
    methods: [],
    path: text,
    router: '',
    within,
    handler,
    framework: 'servlet',
    place: callPlace(call),
  });
}

function add(
  call: Node,
  methods: readonly string[],
  path: Node,
  handler: Node,
  framework: string,
  file: JavaFile,
): void {
  const text = file.text(path);
  if (!isUnknown(text)) push(call, methods, text, handler, receiverOf(call), framework, file);
}

function push(
  call: Node,
  methods: readonly string[],
  path: TextPattern,
  handler: Node,
  router: string,
  framework: string,
  file: JavaFile,
): void {
  const prefixes = file.prefixes().flatMap((prefix) => [prefix, ['/']]);
  file.facts.routes.push({
    methods,
    path: joined([...prefixes, path]).map((piece) => piece.replace(/\/{2,}/g, '/')),
    router,
    within: file.scopes.dotted,
    handler: javaHandler(handler, file),
    framework,
    place: callPlace(call),
  });
}
