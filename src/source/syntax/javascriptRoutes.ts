import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import type { JavaScriptFile } from './javascriptFile.ts';
import { parametersOf } from './javascriptFile.ts';
import { handlerOf } from './javascriptHandlers.ts';
import { requiredModule } from './javascriptModules.ts';
import {
  callOf,
  dottedName,
  isFunction,
  type JavaScriptCall,
  propertyOf,
  unwrapped,
} from './javascriptNodes.ts';
import { clientName, type Receiver, receiverOf, visitPrefixCall } from './javascriptRouters.ts';
import { partsOf, placeOf } from './place.ts';
import { isUnknown, joined } from './textPattern.ts';

const methods: Readonly<Record<string, readonly string[]>> = {
  get: ['GET'],
  post: ['POST'],
  put: ['PUT'],
  patch: ['PATCH'],
  delete: ['DELETE'],
  del: ['DELETE'],
  options: ['OPTIONS'],
  opts: ['OPTIONS'],
  head: ['HEAD'],
  all: [],
  any: [],
};

/** What people call the first parameter of a handler: what tells one where the receiver tells nothing. */
const requestName = /^_?(?:req|request|ctx|context|c|_|event|_req)$/;

/** Routes and mounts by calls: Express, Fastify, Koa, Hono, Hapi, Restify and what is written like them. */
export function visitRouteCall(file: JavaScriptFile, call: JavaScriptCall): void {
  if (call.receiver === undefined) visitPlainCall(file, call);
  else if (Object.hasOwn(methods, call.name)) visitMethod(file, call, methods[call.name] ?? []);
  else visitOther(file, call);
}

function visitOther(file: JavaScriptFile, call: JavaScriptCall): void {
  switch (call.name) {
    case 'on':
      visitOn(file, call);
      break;
    case 'route':
      visitRoute(file, call);
      break;
    case 'use':
      visitUse(file, call);
      break;
    case 'register':
      visitRegister(file, call);
      break;
    case 'mount':
    case 'group':
      visitGroup(file, call);
      break;
    case 'prefix':
      visitPrefixCall(file, call);
      break;
  }
}

function visitMethod(file: JavaScriptFile, call: JavaScriptCall, verbs: readonly string[]): void {
  const receiver = receiverOf(file, call);
  if (receiver === undefined) return;
  const [first, second, ...rest] = call.args;
  if (receiver.path !== undefined) addRoutes(file, call, receiver, verbs, receiver.path, call.args);
  else if (isRouteName(file, first, second) && rest.length > 0) {
    addRoutes(file, call, receiver, verbs, second, rest, first?.text.slice(1, -1));
  } else addRoutes(file, call, receiver, verbs, first, call.args.slice(1));
}

/** Koa names routes by an argument before the path. */
function isRouteName(file: JavaScriptFile, first: Node | undefined, second: Node | undefined): boolean {
  if (first?.type !== 'string' || second?.type !== 'string') return false;
  return !isPathText(file.texts.textOf(first)) && isPathText(file.texts.textOf(second));
}

/** Hono: `app.on(['GET', 'PUT'], '/x', handler)`. */
function visitOn(file: JavaScriptFile, call: JavaScriptCall): void {
  const [verbs, path, ...rest] = call.args;
  const names = file.texts.listOf(verbs).map((text) => text.join(''));
  if (rest.length === 0 || names.length === 0 || !names.every((name) => /^[A-Z]{3,}$/.test(name))) return;
  const receiver = receiverOf(file, call);
  if (receiver !== undefined) addRoutes(file, call, receiver, names, path, rest);
}

function addRoutes(
  file: JavaScriptFile,
  call: JavaScriptCall,
  receiver: Receiver,
  verbs: readonly string[],
  pathNode: Node | undefined,
  handlers: readonly Node[],
  name?: string,
): void {
  const handler = lastHandler(file, handlers);
  if (handler === undefined || (!receiver.known && !isSurely(handlers))) return;
  for (const path of pathsOf(file, pathNode, receiver)) {
    file.facts.routes.push({
      methods: verbs,
      path: joined([receiver.prefix, path]),
      router: receiver.router,
      within: file.within,
      handler,
      framework: receiver.framework,
      ...(name === undefined ? {} : { name }),
      place: call.place,
    });
  }
}

/** The last argument that can be one; middlewares stand before it. */
function lastHandler(file: JavaScriptFile, handlers: readonly Node[]): HandlerRef | undefined {
  const given = handlers.at(-1);
  // Hono: `...createHandlers(auth, show)`, or what holds them.
  const last = unwrapped(given?.type === 'spread_element' ? partsOf(given)[0] : given);
  if (last === undefined) return undefined;
  const asString = last.type === 'string' ? last.text.slice(1, -1) : '';
  // AdonisJS: 'UsersController.show'.
  if (/^[\w/#]*Controller\.\w+$/.test(asString)) return { type: 'name', name: asString };
  return handlerOf(file, last);
}

/** Whether it is a handler by how it looks, since nothing says that its receiver is a router. */
function isSurely(handlers: readonly Node[]): boolean {
  const last = unwrapped(handlers.at(-1));
  const call = last?.type === 'call_expression' ? callOf(last) : undefined;
  const written = call === undefined ? last : call.args.findLast((arg) => isFunction(arg));
  if (written === undefined || !isFunction(written)) return false;
  const [first = '', ...others] = parametersOf(written);
  return requestName.test(first) && (others.length > 0 || /^(?:ctx|context|c|event)$/.test(first));
}

function pathsOf(file: JavaScriptFile, node: Node | undefined, receiver: Receiver): readonly TextPattern[] {
  const plain = unwrapped(node);
  if (plain?.type === 'array') return partsOf(plain).flatMap((part) => pathsOf(file, part, receiver));
  if (plain?.type === 'regex') return [[plain.text]];
  const path = file.texts.textOf(plain);
  if (isPathText(path)) return [path];
  const mayBeEmpty = receiver.known && /^(?:koa|hono|fastify|elysia)$/.test(receiver.framework);
  if (mayBeEmpty && path.length === 1 && /^[\w:]*$/.test(path[0] ?? '')) {
    return receiver.framework === 'hono' ? [[`/${path[0]}`]] : path[0] === '' ? [path] : [];
  }
  return [];
}

/** `/x`, `*`, `(.*)`, or something unknown before a slash. */
function isPathText(path: TextPattern): boolean {
  if (isUnknown(path)) return false;
  const first = path[0] ?? '';
  return first === '' ? path.slice(1).some((piece) => piece.startsWith('/')) : /^[/*(]/.test(first);
}

/** Fastify's and Hapi's `route({ … })` is told by its object; Hono's `route('/x', sub)` is a mount. */
function visitRoute(file: JavaScriptFile, call: JavaScriptCall): void {
  const receiver = receiverOf(file, call);
  const [first, second] = call.args.map((arg) => unwrapped(arg));
  if (receiver === undefined || first === undefined) return;
  const objects = first.type === 'array' ? partsOf(first) : [first];
  for (const object of objects) {
    if (object.type !== 'object') continue;
    file.routerOfObject.set(object.id, receiver.router);
    setPrefix(file, object, receiver);
  }
  if (second !== undefined) addMount(file, call, receiver, first, second);
}

/** A route object of an instance that a plugin was given is under the plugin's prefix. */
function setPrefix(file: JavaScriptFile, object: Node, { prefix }: Receiver): void {
  if (prefix.join('') !== '') file.prefixOfObject.set(object.id, prefix);
}

/** `app.use('/api', auth, router)`; what only handles is no mount. */
function visitUse(file: JavaScriptFile, call: JavaScriptCall): void {
  const receiver = receiverOf(file, call);
  if (receiver === undefined) return;
  const [first, ...rest] = call.args;
  const text = file.texts.textOf(first);
  const path = first !== undefined && isMountPath(first, text, rest.length) ? first : undefined;
  const children = path === undefined ? call.args : rest;
  for (const child of children) addMount(file, call, receiver, path, unwrapped(child));
}

/** A path, or what is called one: of `app.use(one, two)` the first may be a router as well. */
function isMountPath(first: Node, text: TextPattern, others: number): boolean {
  if (isUnknown(text)) return others > 0 && /(?:path|prefix|url|base)$/i.test(dottedName(first));
  return isPathText(text) || text.join('') === '';
}

/** Fastify: `app.register(plugin, { prefix })`. */
function visitRegister(file: JavaScriptFile, call: JavaScriptCall): void {
  const receiver = receiverOf(file, call);
  const [plugin, options, handlers] = call.args.map((arg) => unwrapped(arg));
  if (receiver === undefined || plugin === undefined) return;
  const prefix = propertyOf(options, 'prefix');
  if (handlers !== undefined && options?.type === 'array') {
    // Koa: `router.register('/x', ['GET'], [auth, show])`.
    const verbs = file.texts.listOf(options).map((text) => text.join('').toUpperCase());
    addRoutes(file, call, receiver, verbs, plugin, [handlers]);
  } else if (isFunction(plugin)) addAlias(file, plugin, receiver, prefix);
  else addMount(file, call, receiver, prefix, plugin);
}

/** Elysia and others: `app.group('/v1', (app) => …)`. */
function visitGroup(file: JavaScriptFile, call: JavaScriptCall): void {
  const receiver = receiverOf(file, call);
  const inner = call.args
    .map((arg) => unwrapped(arg))
    .findLast((arg) => arg !== undefined && isFunction(arg));
  if (receiver === undefined) return;
  if (inner !== undefined) addAlias(file, inner, receiver, call.args[0]);
  else addMount(file, call, receiver, call.args[0], unwrapped(call.args[1]));
}

function addAlias(file: JavaScriptFile, inner: Node, receiver: Receiver, prefixNode: Node | undefined): void {
  const [parameter = ''] = parametersOf(inner);
  if (parameter === '') return;
  const prefix = joined([receiver.prefix, prefixNode === undefined ? [''] : file.texts.textOf(prefixNode)]);
  file.aliases.set(inner.id, { parameter, router: receiver.router, prefix });
}

function addMount(
  file: JavaScriptFile,
  call: JavaScriptCall,
  receiver: Receiver,
  pathNode: Node | undefined,
  child: Node | undefined,
): void {
  const name = child === undefined ? '' : childOf(file, child, pathNode !== undefined);
  if (name === '') return;
  const path = pathNode === undefined ? [''] : file.texts.textOf(pathNode);
  file.facts.mounts.push({
    parent: receiver.router,
    child: name,
    prefix: joined([receiver.prefix, path]),
    within: file.within,
    place: call.place,
  });
}

/** What is mounted: a variable, `router.routes()`, `require('./x')`, or what a function of the user's makes. */
function childOf(file: JavaScriptFile, child: Node, hasPath: boolean): string {
  if (child.type !== 'call_expression')
    return memberOfMade(file, child) || dottedName(child) || madeName(child);
  const module = requiredModule(child);
  if (module !== undefined) return module;
  const call = callOf(child);
  if (call === undefined) {
    // require('./routes')(app)
    const callee = unwrapped(child.childForFieldName('function'));
    return requiredModule(callee) ?? '';
  }
  if (/^(?:routes|middleware|callback|router|plugin)$/.test(call.name) && call.receiver !== undefined) {
    return dottedName(call.receiver);
  }
  if (call.receiver !== undefined) return '';
  const origin = file.facts.imports.find(({ local }) => local === call.name);
  const isOwn = origin === undefined || /^[.~@#]\/?/.test(origin.module);
  return hasPath || isOwn ? call.name : '';
}

/** The class that `users` of `users.router` was made of. */
function memberOfMade(file: JavaScriptFile, node: Node): string {
  const [owner = '', , ...deeper] = node.type === 'member_expression' ? dottedName(node).split('.') : [''];
  const maker = deeper.length === 0 ? (file.makers.get(owner) ?? '') : '';
  return /^[A-Z]/.test(maker) && !file.routers.has(owner) ? maker : '';
}

/** The class of `new UserRoutes().router`. */
function madeName(node: Node): string {
  const made = node.type === 'member_expression' ? unwrapped(node.childForFieldName('object')) : node;
  const maker = made?.type === 'new_expression' ? made.childForFieldName('constructor') : undefined;
  return dottedName(maker ?? undefined);
}

/** `require('./routes')(app)`: a module that is a function, and is given a router of this file. */
export function visitModuleCall(file: JavaScriptFile, node: Node): void {
  const module = requiredModule(unwrapped(node.childForFieldName('function')));
  const args = partsOf(node.childForFieldName('arguments'));
  if (module !== undefined) mountAtRouters(file, module, args, placeOf(node));
}

/** `registerRoutes(app)`: a function that is given a router of this file. */
function visitPlainCall(file: JavaScriptFile, { name, args, place }: JavaScriptCall): void {
  if (name !== 'require' && !clientName.test(name)) mountAtRouters(file, name, args, place);
}

function mountAtRouters(file: JavaScriptFile, child: string, args: readonly Node[], place: Place): void {
  for (const arg of args) {
    const parent = arg.type === 'identifier' ? file.routers.get(arg.text) : undefined;
    if (parent === undefined) continue;
    file.facts.mounts.push({ parent: parent.name, child, prefix: [''], within: file.within, place });
  }
}
