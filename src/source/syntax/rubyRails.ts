import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { placeOf } from './place.ts';
import {
  option,
  type RailsResource,
  type RubyCall,
  type RubyFile,
  type RubyScope,
  rubyCallPlace,
  rubyList,
} from './rubyFile.ts';
import { isUnknown, joined } from './textPattern.ts';

const verbs = /^(?:get|post|put|patch|delete|options|head)$/;

/** What Rails makes of resources: the action, its methods, what follows the path, and whether it is about one of them. */
const actions: readonly (readonly [string, readonly string[], string, boolean])[] = [
  ['index', ['GET'], '', false],
  ['new', ['GET'], '/new', false],
  ['create', ['POST'], '', false],
  ['show', ['GET'], '', true],
  ['edit', ['GET'], '/edit', true],
  ['update', ['PUT', 'PATCH'], '', true],
  ['destroy', ['DELETE'], '', true],
];

const irregular: Readonly<Record<string, string>> = {
  person: 'people',
  child: 'children',
  man: 'men',
  woman: 'women',
  sheep: 'sheep',
  news: 'news',
};

/** Whether a call begins the routes of a Rails application or engine. */
export function isDraw({ name, receiver }: RubyCall): boolean {
  return name === 'draw' && receiver !== undefined && /\broutes$/.test(receiver.text.slice(-100));
}

/** A line of `config/routes.rb`. */
export function railsCall(call: RubyCall, file: RubyFile): void {
  const { name } = call;
  if (verbs.test(name) || name === 'match') addRoutes(call, file);
  else if (name === 'root') addRoot(call, file);
  else if (/^resources?$/.test(name)) addResources(call, file);
  else if (name === 'namespace' || name === 'scope') openScope(call, file);
  else if (name === 'controller') openController(call, file);
  else if (name === 'member' || name === 'collection') openPart(call, name, file);
  else if (name === 'concern') openIgnored(call, file);
  else if (name === 'mount') addMount(call, file);
}

function addRoutes(call: RubyCall, file: RubyFile): void {
  const hash = call.pairs.find(
    ({ key }) => /^(?:string|simple_symbol)$/.test(key.type) && key.type === 'string',
  );
  const paths = hash === undefined ? call.arguments : [hash.key];
  const resource = nearestResource(file);
  const on = file.plain(option(call, 'on'));
  for (const node of paths) {
    const path = file.text(node);
    if (isUnknown(path)) continue;
    const handler = handlerOf(call, hash?.value ?? option(call, 'to'), path, file);
    const inner = resource !== undefined && isDirect(file) ? before(resource, on) : prefixOf(file);
    push(call, methodsOf(call, file), joined([inner, ['/'], path]), handler, file);
  }
}

/** Directly in the block of a resource, where `on:` says what a route is about. */
function isDirect(file: RubyFile): boolean {
  return file.scopes.innermost?.resource !== undefined;
}

function before(resource: RailsResource, on: string | undefined): TextPattern {
  if (on === 'member') return resource.member;
  return on === 'collection' ? resource.collection : nestedPath(resource);
}

function methodsOf(call: RubyCall, file: RubyFile): readonly string[] {
  if (call.name !== 'match') return [call.name.toUpperCase()];
  const via = rubyList(option(call, 'via')).flatMap((node) => file.plain(node)?.toUpperCase() ?? []);
  return via.includes('ALL') ? [] : via;
}

function handlerOf(call: RubyCall, to: Node | undefined, path: TextPattern, file: RubyFile): HandlerRef {
  if (to !== undefined && /^(?:lambda|block)$/.test(to.type))
    return { type: 'here', place: placeOf(to), name: '' };
  const target = to === undefined ? undefined : file.plain(to);
  if (to !== undefined && target === undefined) return { type: 'unknown' };
  const module = moduleOf(file);
  if (target?.includes('#')) return { type: 'name', name: module + target };
  const controller = file.plain(option(call, 'controller')) ?? controllerOf(file);
  const last = path.length === 1 ? (path[0] ?? '').replace(/^\//, '') : '';
  const action = target ?? file.plain(option(call, 'action')) ?? last;
  if (controller !== '' && /^\w+$/.test(action))
    return { type: 'name', name: `${module}${controller}#${action}` };
  // `get 'home/about'` is an action of a controller by itself.
  const parts = last.split('/');
  const isPair = to === undefined && parts.length === 2 && parts.every((part) => /^\w+$/.test(part));
  return isPair ? { type: 'name', name: `${module}${parts.join('#')}` } : { type: 'unknown' };
}

function addRoot(call: RubyCall, file: RubyFile): void {
  const target = file.plain(call.arguments[0] ?? option(call, 'to'));
  if (target === undefined || !target.includes('#')) return;
  push(call, ['GET'], joined([prefixOf(file), ['/']]), { type: 'name', name: moduleOf(file) + target }, file);
}

function addResources(call: RubyCall, file: RubyFile): void {
  const several = call.name === 'resources';
  const around = nearestResource(file);
  const outer = around !== undefined && isDirect(file) ? nestedPath(around) : prefixOf(file);
  const module = moduleOf(file) + withSlash(file.plain(option(call, 'module')));
  let resource: RailsResource | undefined;
  for (const node of call.arguments) {
    const name = file.plain(node);
    if (name === undefined) continue;
    const path = file.plain(option(call, 'path')) ?? name;
    const controller = module + (file.plain(option(call, 'controller')) ?? (several ? name : pluralOf(name)));
    const collection = joined([outer, [path === '' ? '' : `/${path.replace(/^\//, '')}`]]);
    const parameter = file.plain(option(call, 'param')) ?? 'id';
    resource = {
      controller,
      collection,
      member: several ? joined([collection, [`/:${parameter}`]]) : collection,
    };
    addActions(call, resource, several, file);
  }
  if (call.block !== undefined && resource !== undefined)
    file.openScope(call.block, [], { type: 'prefix', resource });
}

function addActions(call: RubyCall, resource: RailsResource, several: boolean, file: RubyFile): void {
  const only = option(call, 'only');
  const except = option(call, 'except');
  const names = rubyList(only ?? except).map((node) => file.plain(node));
  for (const [action, methods, end, single] of actions) {
    if (!several && action === 'index') continue;
    if ((only !== undefined || except !== undefined) && names.includes(action) !== (only !== undefined))
      continue;
    const path = joined([single ? resource.member : resource.collection, [end]]);
    push(call, methods, path, { type: 'name', name: `${resource.controller}#${action}` }, file);
  }
}

/** `person` has `people`: the common ways of English to say many. */
function pluralOf(name: string): string {
  if (Object.hasOwn(irregular, name)) return irregular[name] ?? name;
  // `settings` are several already.
  if (/[^siua]s$/.test(name)) return name;
  if (/(?:s|x|z|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? name.replace(/y$/, 'ies') : `${name}s`;
}

/** `namespace :admin` gives a path and a module; `scope '/api', module: 'api'` what it says. */
function openScope(call: RubyCall, file: RubyFile): void {
  if (call.block === undefined) return;
  const first = file.plain(call.arguments[0]);
  const isNamespace = call.name === 'namespace';
  const path = file.plain(option(call, 'path')) ?? first ?? '';
  const named = option(call, 'module');
  const module = named === undefined && isNamespace ? first : file.plain(named);
  const around = nearestResource(file);
  const outer = around !== undefined && isDirect(file) ? nestedPath(around) : prefixOf(file);
  file.openScope(call.block, [], {
    type: 'prefix',
    path: joined([outer, [path === '' ? '' : `/${path.replace(/^\//, '')}`]]),
    framework: 'rails',
    module: moduleOf(file) + withSlash(module),
    controller: file.plain(option(call, 'controller')) ?? '',
  });
}

function openController(call: RubyCall, file: RubyFile): void {
  const controller = file.plain(call.arguments[0]);
  if (call.block === undefined || controller === undefined) return;
  const scope = { type: 'prefix', framework: 'rails', path: prefixOf(file), module: moduleOf(file) } as const;
  file.openScope(call.block, [], { ...scope, controller });
}

function openPart(call: RubyCall, part: 'member' | 'collection', file: RubyFile): void {
  const resource = nearestResource(file);
  if (call.block === undefined || resource === undefined) return;
  const controller = resource.controller.slice(moduleOf(file).length);
  const scope = { type: 'prefix', framework: 'rails', module: moduleOf(file), controller } as const;
  file.openScope(call.block, [], { ...scope, path: resource[part] });
}

/** What a concern says is about whatever uses it. */
function openIgnored({ block }: RubyCall, file: RubyFile): void {
  if (block !== undefined) file.openScope(block, [], { type: 'prefix', framework: 'none' });
}

/** `mount Api::Root => '/api'`, `mount Api::Root, at: '/api'`. */
function addMount(call: RubyCall, file: RubyFile): void {
  const hash = call.pairs.find(({ key }) => /^(?:constant|scope_resolution)$/.test(key.type));
  const child = hash?.key ?? call.arguments[0];
  const at = file.text(hash?.value ?? option(call, 'at'));
  if (child === undefined || isUnknown(at)) return;
  const place = rubyCallPlace(call);
  const prefix = joined([prefixOf(file), ['/'], at]).map((piece) => piece.replace(/\/{2,}/g, '/'));
  file.facts.mounts.push({ parent: '', child: child.text, prefix, within: '', place });
}

function push(
  call: RubyCall,
  methods: readonly string[],
  path: TextPattern,
  handler: HandlerRef,
  file: RubyFile,
): void {
  const place = rubyCallPlace(call);
  const plain = path.map((piece) => piece.replace(/\/{2,}/g, '/'));
  file.facts.routes.push({
    methods,
    path: plain,
    router: '',
    within: '',
    handler,
    framework: 'rails',
    place,
  });
}

function nearestResource(file: RubyFile): RailsResource | undefined {
  for (const { resource } of file.scopes.values()) if (resource !== undefined) return resource;
  return undefined;
}

/** `photos/:photo_id`; the parameter's name says nothing. */
function nestedPath({ member }: RailsResource): TextPattern {
  return member;
}

/** The innermost block that says one has all that is before it. */
function prefixOf(file: RubyFile): TextPattern {
  const scope = deciding(file);
  if (scope?.resource !== undefined) return nestedPath(scope.resource);
  return scope?.path ?? [''];
}

function moduleOf(file: RubyFile): string {
  for (const { framework, module } of file.scopes.values()) if (framework === 'rails') return module;
  return '';
}

function controllerOf(file: RubyFile): string {
  const scope = deciding(file);
  if (scope?.resource !== undefined) return scope.resource.controller.slice(moduleOf(file).length);
  return scope?.controller ?? '';
}

function deciding(file: RubyFile): RubyScope | undefined {
  for (const scope of file.scopes.values()) {
    if (scope.resource !== undefined || scope.framework === 'rails') return scope;
  }
  return undefined;
}

function withSlash(module: string | undefined): string {
  return module === undefined || module === '' ? '' : `${module}/`;
}
