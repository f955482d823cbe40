import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import type { JavaScriptFile, MadeRouter } from './javascriptFile.ts';
import { requiredModule } from './javascriptModules.ts';
import { callOf, dottedName, type JavaScriptCall, propertyOf, unwrapped } from './javascriptNodes.ts';
import { placeOf } from './place.ts';
import { joined } from './textPattern.ts';

/** Longer chains of calls are nobody's routes. */
const maxChain = 60;

/** What makes a router, as `callee` or `package.callee`. */
const makers: readonly (readonly [maker: RegExp, framework: string])[] = [
  [/^express$|^(?:express|e)\.Router$|^Router$|^polka$|^PromiseRouter$/, 'express'],
  [/^(?:F|f)astify$/, 'fastify'],
  [/^(?:Koa)?Router$|^KoaRouter$/, 'koa'],
  [/^(?:OpenAPI)?Hono$/, 'hono'],
  [/^(?:restify\.)?createServer$/, 'restify'],
  [/^(?:[Hh]api\.)?(?:Server|server)$|^[Hh]api$/, 'hapi'],
  [/^Elysia$/, 'elysia'],
  [/^(?:Auto)?Router$/, 'itty-router'],
];

const packages: Readonly<Record<string, RegExp>> = {
  express: /^(?:express|polka|express-promise-router|router)$/,
  fastify: /^fastify$/,
  koa: /^(?:@koa\/router|koa-router|koa-.*router)$/,
  hono: /^(?:hono|@hono\/.*)(?:\/|$)/,
  restify: /^restify$/,
  hapi: /^@?hapi(?:\/hapi)?$/,
  elysia: /^elysia$/,
  'itty-router': /^itty-router$/,
};

/** Things that have `get` and `post` as well, by what people call them, and by what makes them. */
export const clientName =
  /^(?:axios|fetch\w*|https?|\$http|http(?:Client|Service)|request|supertest|superagent|agent|client|\w*Client|cache|\w*Cache|redis|map|\w*Map|params|\w*Params|headers|cookies?|nock|got|ky|session|\w*Storage|storage|store|\w*Store|config|\w*Config|cy|page|mock\w*|\w*Mock|registry|container|db|queue|\w*Repository|_|lodash|settings|i18n|env)$/i;
const clientMaker =
  /axios|supertest|request|fetch|client|agent|cache|redis|nock|\bgot\b|\bky\b|storage|params|headers|formdata|(?:Weak)?(?:Map|Set)$|store|config|mock|container/i;
const routerName =
  /^(?:r|v\d+)$|(?:app|router|routes?|server|fastify|instance|api|express|hono|koa|controller)\d*$/i;

/** What a call that registers routes is made on. */
export interface Receiver {
  readonly router: string;
  /** What comes before the path there, besides the router's own prefix. */
  readonly prefix: TextPattern;
  /** The path of `route('/x')`, whose methods take handlers alone. */
  readonly path: Node | undefined;
  /** Whether it is certainly a router. */
  readonly known: boolean;
  readonly framework: string;
}

/** A variable, field or property that is given a router. */
export function visitAssignedRouter(file: JavaScriptFile, name: string, value: Node): void {
  const root = rootOfChain(value);
  const framework = root === undefined ? undefined : frameworkOfRoot(file, root);
  if (root === undefined || framework === undefined) return;
  const call = callOf(root.node);
  const router: MadeRouter = { name, framework };
  file.routers.set(name, router);
  file.routersByNode.set(root.node.id, router);
  const own = call === undefined ? [''] : constructorPrefix(file, call);
  const prefix = joined([own, ...root.calls.map((one) => prefixOf(file, one))]);
  file.facts.routers.push({ name, prefix, place: call?.place ?? placeOf(root.node) });
}

/** `router.prefix('/x')` of Koa. */
export function visitPrefixCall(file: JavaScriptFile, call: JavaScriptCall): void {
  const name = dottedName(call.receiver);
  const index = file.facts.routers.findLastIndex((router) => router.name === name);
  const router = file.facts.routers[index];
  if (router !== undefined) file.facts.routers[index] = { ...router, prefix: prefixOf(file, call) };
}

/** What a call is made on, if that may be a router. */
export function receiverOf(file: JavaScriptFile, call: JavaScriptCall): Receiver | undefined {
  const root = rootOfChain(call.receiver);
  if (root === undefined) return undefined;
  const route = root.calls.findLast(({ name }) => name === 'route');
  const path = route?.args.length === 1 ? route.args[0] : undefined;
  const made = file.routersByNode.get(root.node.id);
  if (made !== undefined)
    return { router: made.name, prefix: [''], path, known: true, framework: made.framework };
  const name = dottedName(root.node);
  const prefix = joined(root.calls.map((one) => prefixOf(file, one)));
  return name === '' ? unassigned(file, root, path) : named(file, name, prefix, path);
}

function named(
  file: JavaScriptFile,
  name: string,
  prefix: TextPattern,
  path: Node | undefined,
): Receiver | undefined {
  const alias = file.aliasOf(name);
  if (alias !== undefined) {
    const framework = file.routers.get(alias.router)?.framework ?? frameworkOf(file);
    return { router: alias.router, prefix: joined([alias.prefix, prefix]), path, known: true, framework };
  }
  const made = file.routers.get(name);
  if (made !== undefined) return { router: name, prefix, path, known: true, framework: made.framework };
  const last = name.split('.').at(-1) ?? '';
  const maker = file.makers.get(last) ?? '';
  if (clientName.test(last) || (maker !== '' && clientMaker.test(maker))) return undefined;
  return { router: name, prefix, path, known: routerName.test(last), framework: frameworkOf(file) };
}

/** `express.Router().get(…)` that no variable holds. */
function unassigned(file: JavaScriptFile, root: ChainRoot, path: Node | undefined): Receiver | undefined {
  const call = callOf(root.node);
  const framework = call === undefined ? undefined : frameworkOfMaker(file, call);
  if (call === undefined || framework === undefined) return undefined;
  const prefix = joined([constructorPrefix(file, call), ...root.calls.map((one) => prefixOf(file, one))]);
  return { router: '', prefix, path, known: true, framework };
}

interface ChainRoot {
  readonly node: Node;
  /** From the first to the last. */
  readonly calls: readonly JavaScriptCall[];
}

/** What a chain of calls begins with: a name, or a call without a receiver that is one of a chain. */
function rootOfChain(expression: Node | undefined): ChainRoot | undefined {
  const calls: JavaScriptCall[] = [];
  let node = unwrapped(expression);
  while (node?.type === 'call_expression' && calls.length < maxChain) {
    const call = callOf(node);
    if (call?.receiver === undefined || isMaker(call)) break;
    calls.unshift(call);
    node = call.receiver;
  }
  return node === undefined ? undefined : { node, calls };
}

/** `express()`, `require('fastify')()`, `require('express').Router()`. */
function frameworkOfRoot(file: JavaScriptFile, { node, calls }: ChainRoot): string | undefined {
  if (!/^(?:call|new)_expression$/.test(node.type)) return undefined;
  const isMade = /^(?:Router|createServer|[sS]erver)$/.test(calls[0]?.name ?? '');
  const module = requiredModule(isMade ? node : unwrapped(node.childForFieldName('function')));
  if (module !== undefined) return Object.keys(packages).find((one) => packages[one]?.test(module));
  const call = callOf(node);
  return call === undefined ? undefined : frameworkOfMaker(file, call);
}

function isMaker({ name, receiver }: JavaScriptCall): boolean {
  return /^(?:Router|createServer|server|Server)$/.test(name) && dottedName(receiver) !== '';
}

function frameworkOfMaker(file: JavaScriptFile, { name, receiver }: JavaScriptCall): string | undefined {
  const on = receiver === undefined ? '' : `${dottedName(receiver)}.`;
  const fits = makers.filter(([maker]) => maker.test(on + name)).map(([, framework]) => framework);
  // What several frameworks call the same is told apart by what the file imports.
  return (
    fits.find((framework) => imports(file, framework)) ??
    (receiver === undefined ? fits[0] : fits.find((one) => one !== 'hapi'))
  );
}

/** The framework of a router whose origin is elsewhere, by what the file imports. */
export function frameworkOf(file: JavaScriptFile): string {
  return Object.keys(packages).find((framework) => imports(file, framework)) ?? 'javascript';
}

function imports(file: JavaScriptFile, framework: string): boolean {
  const known = packages[framework];
  return known !== undefined && file.imports(known);
}

/** `new Router({ prefix: '/x' })`, `new Elysia({ prefix })`, `Router({ base })`. */
function constructorPrefix(file: JavaScriptFile, { args }: JavaScriptCall): TextPattern {
  const options = unwrapped(args[0]);
  const prefix = propertyOf(options, 'prefix') ?? propertyOf(options, 'base');
  return prefix === undefined ? [''] : file.texts.textOf(prefix);
}

function prefixOf(file: JavaScriptFile, { name, args }: JavaScriptCall): TextPattern {
  return /^(?:basePath|prefix)$/.test(name) && args.length === 1 ? file.texts.textOf(args[0]) : [''];
}
