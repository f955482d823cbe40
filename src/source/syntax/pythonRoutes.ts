import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, RouteFact, TextPattern } from './fileFacts.ts';
import { nameText, partsOf, placeOf } from './place.ts';
import {
  argumentOf,
  decoratedHandler,
  definitionPlace,
  dottedName,
  handlerOf,
  lastName,
  type PythonCall,
  type PythonDefinition,
} from './pythonCall.ts';
import { classAround, originOf, type PythonFile, variableAround } from './pythonFile.ts';
import { isUnknown } from './textPattern.ts';

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace']);
const anyVerb = new Set(['route', 'api_route', 'api_operation', 'websocket', 'websocket_route', 'view']);

/** Packages with routes, the more special ones first: FastAPI's files import Starlette too. */
const frameworks = [
  'fastapi',
  'litestar',
  'ninja',
  'flask_restx',
  'flask_restful',
  'flask',
  'quart',
  'sanic',
  'starlette',
  'aiohttp',
  'falcon',
  'bottle',
  'tornado',
  'rest_framework',
  'django',
] as const;

/** What the file's routes are of, as far as its imports say. */
export function pythonFramework(file: PythonFile): string {
  return frameworks.find((name) => file.packages.has(name)) ?? 'python';
}

/** `@app.get("/x")`, `@bp.route("/x", methods=["POST"])`, and Litestar's and Bottle's `@get("/x")`. */
export function addDecoratedRoute(file: PythonFile, call: PythonCall, definition: PythonDefinition): void {
  if (call.name === 'action') {
    addAction(file, call, definition);
    return;
  }
  const isVerb = verbs.has(call.name);
  if (!isVerb && !anyVerb.has(call.name)) return;
  if (call.receiver === '' && !/^(?:litestar|bottle|starlite|blacksheep)\b/.test(originOf(file, call.name)))
    return;
  const paths = pathsOf(file, call).filter((path) => isPath(path, isVerb));
  for (const path of paths) {
    const router = call.receiver === '' ? classAround(file) || definition.name : ownName(call.receiver);
    const methods = isVerb ? [call.name.toUpperCase()] : routeMethods(file, call);
    if (definition.isClass) addClassRoutes(file, call, definition, path);
    else addRoute(file, { methods, path, router, handler: decoratedHandler(definition), call });
  }
}

/** A `route` that says no methods is for GET where that is the framework's default. */
function routeMethods(file: PythonFile, call: PythonCall): readonly string[] {
  const methods = methodsOf(call);
  const isGet =
    /^(?:route|api_route)$/.test(call.name) &&
    /^(?:fastapi|flask|quart|sanic|bottle)$/.test(pythonFramework(file));
  return methods.length === 0 && isGet ? ['GET'] : methods;
}

/** Methods of a class under one path (flask-restx, aiohttp, Sanic): those that are called as verbs. */
function addClassRoutes(
  file: PythonFile,
  call: PythonCall,
  definition: PythonDefinition,
  path: TextPattern,
): void {
  for (const method of partsOf(definition.node.childForFieldName('body'))) {
    const node = method.type === 'decorated_definition' ? method.childForFieldName('definition') : method;
    const name = nameText(node?.childForFieldName('name'));
    if (node === null || node.type !== 'function_definition' || !verbs.has(name)) continue;
    const handler: HandlerRef = {
      type: 'here',
      place: definitionPlace(node),
      name: `${definition.qualifiedName}.${name}`,
    };
    addRoute(file, { methods: [name.toUpperCase()], path, router: ownName(call.receiver), handler, call });
  }
}

/** `@action(detail=True, url_path="refund")` of Django REST framework: under the class, which a router registers. */
function addAction(file: PythonFile, call: PythonCall, definition: PythonDefinition): void {
  const router = classAround(file);
  if (router === '' || !file.packages.has('rest_framework')) return;
  const urlPath = call.keywords.get('url_path');
  const path = urlPath === undefined ? [definition.name] : textOf(file, urlPath);
  const isDetail = argumentOf(call, 1, 'detail')?.type === 'true';
  const [first = '', ...rest] = path;
  const full = [`${isDetail ? '{pk}/' : ''}${first}`, ...rest];
  const methods = methodsOf(call);
  const handler = decoratedHandler(definition);
  addRoute(file, { methods: methods.length > 0 ? methods : ['GET'], path: full, router, handler, call });
}

/** Calls that register one route: `add_api_route`, `add_url_rule`, aiohttp's `add_get`, Falcon's `add_route`. */
export function addRegisteredRoute(file: PythonFile, call: PythonCall): void {
  const added = registration(file, call);
  if (added === undefined) return;
  const handler = handlerOf(added.handler, classAround(file));
  if (handler.type === 'unknown') return;
  if (handler.type === 'name' && call.name === 'add_route' && file.packages.has('falcon')) {
    addResponders(file, call, added.paths, handler.name);
    return;
  }
  for (const path of added.paths) {
    if (isUnknown(path)) continue;
    addRoute(file, {
      methods: added.methods,
      path,
      router: added.router ?? ownName(call.receiver),
      handler,
      call,
    });
  }
}

/** Falcon: a class takes each method with a function of its own, `on_get`, or `on_get_items` with a suffix. */
function addResponders(
  file: PythonFile,
  call: PythonCall,
  paths: readonly TextPattern[],
  name: string,
): void {
  const suffix = call.keywords.get('suffix');
  const ending = suffix === undefined ? '' : `_${textOf(file, suffix)[0] ?? ''}`;
  for (const path of paths.filter((text) => !isUnknown(text))) {
    for (const verb of ['get', 'post', 'put', 'patch', 'delete']) {
      const handler: HandlerRef = { type: 'name', name: `${name}.on_${verb}${ending}` };
      addRoute(file, { methods: [verb.toUpperCase()], path, router: ownName(call.receiver), handler, call });
    }
  }
}

interface Registration {
  readonly paths: readonly TextPattern[];
  readonly handler: Node | undefined;
  readonly methods: readonly string[];
  /** Where it is not what the call is made on. */
  readonly router?: string;
}

function registration(file: PythonFile, call: PythonCall): Registration | undefined {
  const { name, positional } = call;
  switch (name) {
    case 'add_api_route':
    case 'add_api_websocket_route':
    case 'add_websocket_route':
      return {
        paths: pathsOf(file, call),
        handler: argumentOf(call, 1, 'endpoint', 'route'),
        methods: methodsOf(call),
      };
    case 'add_url_rule':
      return {
        paths: pathsOf(file, call),
        handler: argumentOf(call, 2, 'view_func'),
        methods: methodsOf(call),
      };
    case 'add_view':
      return pathFirst(file, call, []);
    case 'add_resource':
      return {
        paths: positional.slice(1).map((node) => textOf(file, node)),
        handler: positional[0],
        methods: [],
      };
    case 'add_route':
      return addedRoute(file, call);
    default:
      return verbRegistration(file, call);
  }
}

/** aiohttp: `router.add_get("/x", h)`, `web.get("/x", h)`. */
function verbRegistration(file: PythonFile, call: PythonCall): Registration | undefined {
  const added = /^add_(\w+)$/.exec(call.name)?.[1];
  if (added !== undefined && verbs.has(added)) return pathFirst(file, call, [added.toUpperCase()]);
  if (originOf(file, call.receiver) !== 'aiohttp.web') return undefined;
  const listed = listedRegistration(file, call);
  return listed && { ...listed, router: variableAround(file) };
}

function listedRegistration(file: PythonFile, call: PythonCall): Registration | undefined {
  if (verbs.has(call.name)) return pathFirst(file, call, [call.name.toUpperCase()]);
  if (call.name === 'view') return pathFirst(file, call, []);
  return call.name === 'route' ? addedRoute(file, call) : undefined;
}

function pathFirst(file: PythonFile, call: PythonCall, methods: readonly string[]): Registration | undefined {
  const paths = pathsOf(file, call);
  return paths.every((path) => isPath(path, true))
    ? { paths, handler: argumentOf(call, 1, 'handler'), methods }
    : undefined;
}

/** The same name for three orders: Starlette's (path, function), aiohttp's (method, path, function), Sanic's (function, path). */
function addedRoute(file: PythonFile, call: PythonCall): Registration | undefined {
  const [first, second, third] = call.positional;
  if (first === undefined || second === undefined) return undefined;
  const one = textOf(file, first);
  const two = textOf(file, second);
  if (third !== undefined && isPath(two, false)) {
    return { paths: [two], handler: third, methods: one[0] === '*' ? [] : [one.join('').toUpperCase()] };
  }
  if (isPath(one, false)) return { paths: [one], handler: second, methods: methodsOf(call) };
  return isPath(two, false) ? { paths: [two], handler: first, methods: methodsOf(call) } : undefined;
}

/** Whether a text can be a route: from the root, or (where a prefix is usual) nothing. */
function isPath(path: TextPattern, mayBeEmpty: boolean): boolean {
  if (isUnknown(path)) return false;
  const [first = ''] = path;
  if (first === '') return path.length > 1 ? (path[1] ?? '').startsWith('/') : mayBeEmpty;
  return /^\^?\(?\//.test(first);
}

function pathsOf(file: PythonFile, call: PythonCall): readonly TextPattern[] {
  const path = argumentOf(call, 0, 'path', 'rule', 'uri', 'uri_template');
  // Without arguments (Litestar) the route is the controller's own.
  if (path === undefined) return call.positional.length === 0 ? [['']] : [];
  const isList = path.type === 'list' || path.type === 'tuple';
  // flask-restx takes several paths in a row.
  const others = file.packages.has('flask_restx') ? call.positional.slice(1) : [];
  const nodes = isList ? partsOf(path) : [path, ...others.filter(({ type }) => type === 'string')];
  return nodes.map((node) => textOf(file, node)).filter((text) => !isUnknown(text));
}

/** `methods=["GET", "POST"]`, `method="POST"`; empty for all that the framework takes. */
export function methodsOf(call: PythonCall): readonly string[] {
  const value = argumentOf(call, Number.POSITIVE_INFINITY, 'methods', 'method', 'http_method');
  if (value === undefined) return [];
  const nodes = value.type === 'string' ? [value] : partsOf(value);
  return nodes
    .map((node) => (node.type === 'string' ? nameText(node).replace(/\W/g, '') : lastName(dottedName(node))))
    .filter((method) => method !== '')
    .map((method) => method.toUpperCase());
}

interface AddedRoute extends Pick<RouteFact, 'methods' | 'path' | 'router' | 'handler'> {
  readonly call: PythonCall;
}

function addRoute(file: PythonFile, { call, ...route }: AddedRoute): void {
  const framework = pythonFramework(file);
  file.facts.routes.push({ ...route, framework, within: file.scopes.dotted, place: placeOf(call.node) });
}

/** `router` of aiohttp's `app.router`, which is the application's own. */
function ownName(receiver: string): string {
  return receiver.replace(/\.router$/, '');
}

function textOf(file: PythonFile, node: Node): TextPattern {
  return file.texts.textOf(node, file.scopes.names);
}
