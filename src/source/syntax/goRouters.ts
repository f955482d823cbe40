import type { Node } from '@vscode/tree-sitter-wasm';
import type { TextPattern } from './fileFacts.ts';
import { callPlace, dotted, type GoCall, goCall, qualified, textAt } from './goCall.ts';
import { type GoFile, type GoRouter, variableOf } from './goFile.ts';
import { nameText, partsOf } from './place.ts';
import { isUnknown, joined } from './textPattern.ts';

/** Calls on a router whose result is the same router under a prefix. */
const prefixing = new Set(['Group', 'PathPrefix', 'Route', 'Party', 'RouteGroup']);
/** Calls on a router whose result has the same prefix. */
const passing = new Set([
  'With',
  'Use',
  'Subrouter',
  'NewRoute',
  'Host',
  'Schemes',
  'StrictSlash',
  'UseEncodedPath',
  'Router',
  'Name',
]);
const routerType =
  /(?:^|\.)(?:Engine|RouterGroup|IRouter|IRoutes|Echo|Group|Router|Routes|Mux|ServeMux|App|WebService|Party)$/;
const makers = /(?:^|\.)(?:NewRouter|NewServeMux|NewMux|Default|New|Classic|NewWithConfig|NewRouteMux)$/;
const longestChain = 200;

/** Packages with routers, by their import paths. */
export const goFrameworks = [
  ['gin', /gin-gonic\/gin\b/],
  ['echo', /labstack\/echo\b/],
  ['chi', /go-chi\/chi\b|pressly\/chi\b/],
  ['mux', /gorilla\/mux$/],
  ['fiber', /gofiber\/fiber\b/],
  ['httprouter', /julienschmidt\/httprouter$/],
  ['go-restful', /emicklei\/go-restful\b/],
  ['net/http', /^net\/http$/],
] as const satisfies readonly (readonly [string, RegExp])[];

/** The framework that the file imports, `go` where that says nothing. */
export function goFramework({ packages }: GoFile): string {
  const paths = [...packages.values()];
  return goFrameworks.find(([, path]) => paths.some((imported) => path.test(imported)))?.[0] ?? 'go';
}

/** Whether a type is a router's; those of packages that have none are not asked. */
export function isRouterType(type: string): boolean {
  return routerType.test(type);
}

/**
 * The router that an expression is: a variable, what a variable was made of (`api := r.Group("/api")`), or a chain of
 * calls on either.
 */
export function routerOf(file: GoFile, node: Node | undefined): GoRouter | undefined {
  const prefixes: TextPattern[] = [];
  let rest = node;
  for (let length = 0; rest?.type === 'call_expression' && length < longestChain; length++) {
    const call = goCall(rest);
    if (call?.receiver === undefined || isMaker(call)) break;
    if (prefixing.has(call.name)) prefixes.push(prefixText(file, call));
    else if (!passing.has(call.name)) return undefined;
    rest = call.receiver;
  }
  const root = rootOf(file, rest);
  return root && { root: root.root, prefix: joined([root.prefix, ...prefixes.reverse()]) };
}

/** chi's `Group` takes no prefix, only a function. */
function prefixText(file: GoFile, { parts }: GoCall): TextPattern {
  const [first] = parts;
  return first === undefined || first.type === 'func_literal' ? [''] : textAt(file, first);
}

function isMaker({ node }: GoCall): boolean {
  return makers.test(nameText(node.childForFieldName('function')));
}

function rootOf(file: GoFile, node: Node | undefined): GoRouter | undefined {
  const name = dotted(node);
  if (name === '') return undefined;
  const known = name.includes('.') ? undefined : variableOf(file, name)?.router;
  return known ?? { root: qualified(file, name), prefix: [''] };
}

/** Whether an expression is known to be a router, rather than called like one. */
export function isRouter(file: GoFile, node: Node | undefined): boolean {
  if (node?.type === 'call_expression') {
    const call = goCall(node);
    return (
      call !== undefined && (prefixing.has(call.name) || passing.has(call.name)) && isPathCall(file, call)
    );
  }
  const name = dotted(node);
  const variable = variableOf(file, name);
  if (variable?.router !== undefined || isRouterType(variable?.type ?? '')) return true;
  return name.includes('.') && isRouterType(file.fields.get(qualified(file, name)) ?? '');
}

function isPathCall(file: GoFile, { name, parts, receiver }: GoCall): boolean {
  if (!prefixing.has(name)) return isRouter(file, receiver);
  const path = textAt(file, parts[0]);
  return !isUnknown(path) && /^(?:\/|$)/.test(path[0] ?? '');
}

/** The router that a variable is set to, if it is one: made, grouped, or another one's. */
export function assignedRouter(file: GoFile, variable: string, value: Node): GoRouter | undefined {
  if (value.type === 'identifier') return variableOf(file, nameText(value))?.router;
  if (value.type !== 'call_expression') return undefined;
  const call = goCall(value);
  if (call === undefined) return undefined;
  if (isMaker(call) && isFrameworkCall(file, call)) return { root: variable, prefix: [''] };
  if (!prefixing.has(call.name) && !passing.has(call.name)) return undefined;
  return isRouter(file, value) ? routerOf(file, value) : undefined;
}

function isFrameworkCall({ packages }: GoFile, { receiver }: GoCall): boolean {
  const path = packages.get(dotted(receiver)) ?? '';
  return goFrameworks.some(([, framework]) => framework.test(path));
}

const noRegistrar =
  /^(?:ListenAndServe\w*|NewHandler|\w*Handler|NewServer|Serve\w*|Use|Run\w*|Print\w*|Fatal\w*|NewRecorder|Shutdown|append|len|Walk\w*|\w*Middleware\w*|Wrap\w*|Mount|Handle\w*|Group|Route|Listen|Test|Any|Log\w*|New|Start\w*|Go)$/;

/** Routers that are given to functions, which register routes on them: `orders.Register(api)`. */
export function addHandedRouters(file: GoFile, call: GoCall): void {
  if (noRegistrar.test(call.name) || call.parts.some((part) => isPathText(textAt(file, part)))) return;
  for (const part of call.parts) {
    if (!isRouter(file, part)) continue;
    const router = routerOf(file, part);
    const child = qualified(file, dotted(call.node.childForFieldName('function') ?? undefined));
    if (router !== undefined && child !== '') pushMount(file, router, child, [''], call);
  }
}

/** Whether a text is a path, as routes are: what is given one with a router registers just that. */
export function isPathText(text: TextPattern): boolean {
  return text[0]?.startsWith('/') === true;
}

/** chi's `r.Mount("/admin", adminRouter())`, and `mux.Handle("/api/", http.StripPrefix("/api", api))`. */
export function addMount(file: GoFile, call: GoCall): void {
  const [path, child] = call.parts;
  if (call.receiver === undefined || path === undefined || child === undefined) return;
  const router = routerOf(file, call.receiver);
  const mounted = call.name === 'Mount' ? child : strippedOf(file, call, child);
  if (router === undefined || mounted === undefined) return;
  const prefix = textAt(file, path);
  if (isUnknown(prefix)) return;
  const [first = '', ...rest] = prefix;
  pushMount(
    file,
    router,
    mountedName(file, mounted),
    [rest.length === 0 ? first.replace(/\/+$/, '') : first, ...rest],
    call,
  );
}

function strippedOf(file: GoFile, { name }: GoCall, child: Node): Node | undefined {
  if (name !== 'Handle' || child.type !== 'call_expression') return undefined;
  const call = goCall(child);
  return call?.name === 'StripPrefix' && isRouter(file, call.parts[1]) ? call.parts[1] : undefined;
}

/** A variable, or the function or method that gives the router back. */
function mountedName(file: GoFile, node: Node): string {
  if (node.type !== 'call_expression') return qualified(file, dotted(node));
  const call = goCall(node);
  const receiver = call?.receiver;
  const type = receiver?.type === 'composite_literal' ? nameText(receiver.childForFieldName('type')) : '';
  if (call !== undefined && type !== '') return `${type}.${call.name}`;
  return qualified(file, dotted(node.childForFieldName('function') ?? undefined));
}

function pushMount(file: GoFile, router: GoRouter, child: string, prefix: TextPattern, call: GoCall): void {
  if (child === '' || child === router.root) return;
  const whole = joined([router.prefix, prefix]);
  const within = file.scopes.dotted;
  file.facts.mounts.push({ parent: router.root, child, prefix: whole, within, place: callPlace(call) });
}

/** The function that a router is given to on the spot: `r.Route("/x", func(r chi.Router) {…})`. */
export function nestedRouter(
  file: GoFile,
  call: GoCall,
): { readonly literal: Node; readonly router: GoRouter } | undefined {
  if (call.name !== 'Route' && call.name !== 'Group') return undefined;
  const literal = call.parts.find(({ type }) => type === 'func_literal');
  const router = literal === undefined ? undefined : routerOf(file, call.node);
  const hasParameter = partsOf(literal?.childForFieldName('parameters')).length > 0;
  return literal !== undefined && router !== undefined && hasParameter ? { literal, router } : undefined;
}
