import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { partsOf, placeOf } from './place.ts';
import { argumentOf, dottedName, type PythonCall } from './pythonCall.ts';
import { originOf, type PythonFile, variableAround } from './pythonFile.ts';
import { isUnknown } from './textPattern.ts';

/** What makes a router, and which argument is the prefix of all its routes. */
const makers: ReadonlyMap<string, { readonly prefix: string; readonly of: RegExp }> = new Map([
  ['APIRouter', { prefix: 'prefix', of: /^/ }],
  ['Blueprint', { prefix: 'url_prefix', of: /^(?:flask|quart|sanic)/ }],
  ['Namespace', { prefix: 'path', of: /^flask_restx|^flask_restplus/ }],
  ['Api', { prefix: 'prefix', of: /^flask_rest/ }],
]);

/** What puts one router under another: where it and its prefix stand among the arguments. */
const mounters: ReadonlyMap<
  string,
  { readonly child: number; readonly prefix: number; readonly names: readonly string[] }
> = new Map([
  ['include_router', { child: 0, prefix: Number.POSITIVE_INFINITY, names: ['prefix'] }],
  ['register_blueprint', { child: 0, prefix: Number.POSITIVE_INFINITY, names: ['url_prefix'] }],
  ['blueprint', { child: 0, prefix: Number.POSITIVE_INFINITY, names: ['url_prefix'] }],
  ['add_namespace', { child: 0, prefix: 1, names: ['path'] }],
  ['add_router', { child: 1, prefix: 0, names: ['prefix'] }],
  ['add_subapp', { child: 1, prefix: 0, names: ['prefix'] }],
  ['mount', { child: 1, prefix: 0, names: ['path'] }],
]);

/** `users = APIRouter(prefix="/users")`. */
export function addRouter(file: PythonFile, variable: string, call: PythonCall): void {
  const maker = makers.get(call.name);
  if (maker === undefined || variable === '' || ![...file.packages].some((name) => maker.of.test(name)))
    return;
  const prefix = call.keywords.get(maker.prefix);
  const text = prefix === undefined ? defaultPrefix(file, call) : textOf(file, prefix);
  file.facts.routers.push({ name: variable, prefix: text, place: placeOf(call.node) });
}

/** flask-restx names paths after namespaces. */
function defaultPrefix(file: PythonFile, call: PythonCall): TextPattern {
  if (call.name !== 'Namespace') return [''];
  const [first = '', ...rest] = textOf(file, call.positional[0]);
  return [`/${first}`, ...rest];
}

/** `app.include_router(users.router, prefix="/x")` and its kin. */
export function addMount(file: PythonFile, call: PythonCall): void {
  const mounter = mounters.get(call.name);
  if (mounter === undefined || call.receiver === '') {
    addController(file, call);
    return;
  }
  const child = routerName(argumentOf(call, mounter.child, 'router', 'blueprint', 'app', 'ns', 'subapp'));
  if (child === '') return;
  const prefix = argumentOf(call, mounter.prefix, ...mounter.names);
  const text = prefix === undefined ? [''] : textOf(file, prefix);
  // `session.mount("https://", adapter)` is of a client.
  if (!/:\/\//.test(text[0] ?? '')) pushMount(file, call.receiver, child, text, call);
}

/** Litestar: `Router(path="/x", route_handlers=[OrderController, health])`, as variable or application. */
function addController(file: PythonFile, call: PythonCall): void {
  const handlers = call.keywords.get('route_handlers');
  if (handlers === undefined || !originOf(file, call.name).startsWith('litestar')) return;
  const path = call.keywords.get('path');
  const prefix = path === undefined ? [''] : textOf(file, path);
  for (const child of partsOf(handlers).map(routerName)) {
    if (child !== '') pushMount(file, variableAround(file), child, prefix, call);
  }
}

function pushMount(
  file: PythonFile,
  parent: string,
  child: string,
  prefix: TextPattern,
  call: PythonCall,
): void {
  if (isUnknown(prefix)) return;
  file.facts.mounts.push({ parent, child, prefix, within: file.scopes.dotted, place: placeOf(call.node) });
}

/** `users.router`; `create_router` of `create_router()`. */
export function routerName(node: Node | undefined): string {
  if (node?.type === 'call') return dottedName(node.childForFieldName('function'));
  return dottedName(node);
}

function textOf(file: PythonFile, node: Node | undefined): TextPattern {
  return file.texts.textOf(node, file.scopes.names);
}
