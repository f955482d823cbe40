import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { partsOf, placeOf } from './place.ts';
import { argumentOf, dottedName, handlerOf, type PythonCall, pythonCall } from './pythonCall.ts';
import { classAround, originOf, type PythonFile, variableAround } from './pythonFile.ts';
import { routerName } from './pythonRouters.ts';
import { methodsOf, pythonFramework } from './pythonRoutes.ts';
import { isUnknown, joined } from './textPattern.ts';

/** Lists of routes: Django's `path`, Starlette's `Route` and `Mount`, Tornado's tuples, routers of Django REST framework. */
export function addUrls(file: PythonFile, call: PythonCall): void {
  switch (call.name) {
    case 'path':
    case 're_path':
    case 'url':
      addDjangoPath(file, call);
      break;
    case 'Route':
    case 'WebSocketRoute':
    case 'APIRoute':
      addStarletteRoute(file, call);
      break;
    case 'Mount':
      addStarletteMount(file, call);
      break;
    case 'add_routes':
      file.scopes.open(call.node, [], { type: 'assignment', name: call.receiver, node: call.node });
      break;
    case 'register':
      addViewSet(file, call);
      break;
    default:
  }
}

function addDjangoPath(file: PythonFile, call: PythonCall): void {
  if (!/^django\.(?:urls|conf\.urls)\b/.test(originOf(file, call.name))) return;
  const own = textOf(file, argumentOf(call, 0, 'route', 'regex'));
  const view = argumentOf(call, 1, 'view');
  if (view === undefined || isUnknown(own)) return;
  const path = underLists(file, own);
  const included = includedBy(view);
  if (included === undefined) {
    const handler = handlerOf(view, '');
    if (handler.type !== 'unknown') addRoute(file, call, path, handler, []);
  } else if (included.type === 'list') {
    file.scopes.open(call.node, [], { type: 'urls', name: '', prefix: own, node: call.node });
  } else addMount(file, call, path, childOf(file, included));
}

/** What `include(…)` and `router.urls` take in; `undefined` for a view. */
function includedBy(view: Node): Node | undefined {
  if (/\.urls$/.test(dottedName(view))) return view;
  const call = view.type === 'call' ? pythonCall(view) : undefined;
  if (call?.name !== 'include') return undefined;
  const [first] = call.positional;
  // `include((patterns, "namespace"))`
  return first?.type === 'tuple' ? partsOf(first)[0] : first;
}

/** A module as text, a list, `router` of `router.urls`. */
function childOf(file: PythonFile, node: Node): string {
  const name = dottedName(node);
  if (name !== '') return name.replace(/\.urls$/, '');
  const text = textOf(file, node);
  return text.length === 1 ? (text[0] ?? '') : routerName(node);
}

function addStarletteRoute(file: PythonFile, call: PythonCall): void {
  if (!/^(?:starlette|fastapi)\b/.test(originOf(file, call.name))) return;
  const own = textOf(file, argumentOf(call, 0, 'path'));
  const handler = handlerOf(argumentOf(call, 1, 'endpoint'), classAround(file));
  if (isUnknown(own) || handler.type === 'unknown') return;
  addRoute(file, call, underLists(file, own), handler, methodsOf(call));
}

function addStarletteMount(file: PythonFile, call: PythonCall): void {
  if (!/^(?:starlette|fastapi)\b/.test(originOf(file, call.name))) return;
  const own = textOf(file, argumentOf(call, 0, 'path'));
  if (isUnknown(own)) return;
  const child = argumentOf(call, 1, 'routes', 'app');
  if (child?.type === 'list') {
    file.scopes.open(call.node, [], { type: 'urls', name: '', prefix: own, node: call.node });
    return;
  }
  const name = routerName(child).replace(/\.routes$/, '');
  addMount(file, call, underLists(file, own), name);
}

/** What a viewset's methods are under; each is there only where the class has it. */
const viewSetRoutes = [
  ['GET', '', 'list'],
  ['POST', '', 'create'],
  ['GET', '{pk}/', 'retrieve'],
  ['PUT', '{pk}/', 'update'],
  ['PATCH', '{pk}/', 'partial_update'],
  ['DELETE', '{pk}/', 'destroy'],
] as const;

/** `router.register("orders", OrderViewSet)`; its actions are in the class, so that it is a mount too. */
function addViewSet(file: PythonFile, call: PythonCall): void {
  if (!/router/i.test(call.receiver) && !file.packages.has('rest_framework')) return;
  const prefix = textOf(file, argumentOf(call, 0, 'prefix'));
  const viewSet = dottedName(argumentOf(call, 1, 'viewset'));
  if (isUnknown(prefix) || !/(?:^|\.)[A-Z]\w*$/.test(viewSet)) return;
  const root = prefix.join('') === '' ? prefix : joined([prefix, ['/']]);
  for (const [method, path, name] of viewSetRoutes) {
    const handler: HandlerRef = { type: 'name', name: `${viewSet}.${name}` };
    addRoute(file, call, joined([root, [path]]), handler, [method], call.receiver);
  }
  pushMount(file, call, root, viewSet, call.receiver);
}

/** Tornado: `(r"/orders/(\d+)", OrderHandler)` in a list. */
export function addTornadoRoute(file: PythonFile, tuple: Node): void {
  if (!file.packages.has('tornado')) return;
  const [first, second] = partsOf(tuple);
  if (first?.type !== 'string' || second === undefined) return;
  const path = textOf(file, first);
  const handler = dottedName(second);
  if (!/^\^?\//.test(path[0] ?? '') || !/(?:^|\.)[A-Z]\w*$/.test(handler)) return;
  file.facts.routes.push({
    methods: [],
    path,
    router: variableAround(file),
    within: file.scopes.dotted,
    handler: { type: 'name', name: handler },
    framework: 'tornado',
    place: placeOf(tuple),
  });
}

/** A route under the lists that it is in; a regular expression begins but once, as Django says it too. */
function underLists(file: PythonFile, own: TextPattern): TextPattern {
  const parts = [...prefixesAround(file), own].filter(([first, ...rest]) => first !== '' || rest.length > 0);
  return joined(
    parts.map(([first = '', ...rest], index) => [index === 0 ? first : first.replace(/^\^/, ''), ...rest]),
  );
}

/** From the outermost. */
function prefixesAround(file: PythonFile): readonly TextPattern[] {
  const prefixes: TextPattern[] = [];
  for (const frame of file.scopes.values()) {
    if (frame.type !== 'urls') break;
    if (frame.prefix !== undefined) prefixes.push(frame.prefix);
  }
  return prefixes.reverse();
}

function addRoute(
  file: PythonFile,
  call: PythonCall,
  path: TextPattern,
  handler: HandlerRef,
  methods: readonly string[],
  router = variableAround(file),
): void {
  const framework = pythonFramework(file);
  const within = file.scopes.dotted;
  file.facts.routes.push({ methods, path, router, within, handler, framework, place: placeOf(call.node) });
}

function addMount(file: PythonFile, call: PythonCall, prefix: TextPattern, child: string): void {
  if (child !== '') pushMount(file, call, prefix, child, variableAround(file));
}

function pushMount(
  file: PythonFile,
  call: PythonCall,
  prefix: TextPattern,
  child: string,
  parent: string,
): void {
  file.facts.mounts.push({ parent, child, prefix, within: file.scopes.dotted, place: placeOf(call.node) });
}

function textOf(file: PythonFile, node: Node | undefined): TextPattern {
  return file.texts.textOf(node, file.scopes.names);
}
