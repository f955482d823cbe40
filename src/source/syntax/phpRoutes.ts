import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import {
  argumentAt,
  classNamed,
  elementsOf,
  type PhpArgument,
  type PhpFile,
  phpArguments,
  phpCallPlace,
  phpHandler,
  phpVariable,
} from './phpFile.ts';
import { addResource, noteActions } from './phpResources.ts';
import { nameText, placeOf } from './place.ts';
import { isUnknown, joined } from './textPattern.ts';

const verbs = /^(?:get|post|put|patch|delete|options|head|any)$/;
const closures = /^(?:anonymous_function|arrow_function)$/;
const calls = /^(?:member_call|nullsafe_member_call|scoped_call)_expression$/;

/** What a chain of calls begins with, and the calls of it from the outermost. */
interface Chain {
  /** `Route` of `Route::get`, or the variable. */
  readonly root: string;
  readonly isStatic: boolean;
  readonly calls: readonly Node[];
}

/** Routes, groups and resources that a call registers, in the manner of Laravel, Lumen, Slim and their like. */
export function callRoutes(call: Node, name: string, args: readonly PhpArgument[], file: PhpFile): void {
  if (args.length === 0) return;
  if (/^(?:only|except)$/.test(name)) {
    noteActions(call, name, args, file);
    return;
  }
  const chain = chainOf(call);
  const isRouter = chain.isStatic ? /(?:^|\\)Route$/.test(chain.root) : !isStranger(chain.root);
  if (!isRouter) return;
  if (name === 'group' || name === 'addGroup') openGroup(chain, args, file);
  else if (chain.isStatic && /^(?:api)?[rR]esources?$/.test(name)) addResource(call, name, args, file, add);
  else if (chain.isStatic && /^(?:view|redirect|permanentRedirect)$/.test(name))
    addView(call, name, args, chain, file);
  else addRoute(call, name, args, chain, file);
}

/** `Route::view('/about', 'about')` is all there is of its handler. */
function addView(call: Node, name: string, args: readonly PhpArgument[], chain: Chain, file: PhpFile): void {
  const path = argumentAt(args, 'uri', 0);
  const text = file.text(path);
  if (path === undefined || isUnknown(text)) return;
  const methods = name === 'view' ? ['GET'] : [];
  add(call, methods, joined([...chainPrefix(chain, file), text]), { type: 'unknown' }, chain, file);
}

/** What has methods of the same names and is no router. */
function isStranger(variable: string): boolean {
  return (
    variable === '' ||
    /client|http|guzzle|cache|request|response|session|config|container|mock/i.test(variable)
  );
}

function chainOf(call: Node): Chain {
  const found: Node[] = [];
  let rest: Node | null = call;
  while (rest !== null && calls.test(rest.type) && found.length < 30) {
    found.push(rest);
    if (rest.type === 'scoped_call_expression') {
      return { root: nameText(rest.childForFieldName('scope')), isStatic: true, calls: found };
    }
    rest = rest.childForFieldName('object');
  }
  return { root: phpVariable(rest), isStatic: false, calls: found };
}

function addRoute(call: Node, name: string, args: readonly PhpArgument[], chain: Chain, file: PhpFile): void {
  const listed = /^(?:match|map|addRoute)$/.test(name);
  if (!listed && !verbs.test(name)) return;
  const path = argumentAt(args, 'uri', listed ? 1 : 0);
  const handler = argumentAt(args, 'action', listed ? 2 : 1);
  if (path === undefined || handler === undefined) return;
  const text = file.text(path);
  if (isUnknown(text) || !isHandler(handler, text, chain, file)) return;
  const methods = listed ? methodsIn(args[0]?.value, file) : name === 'any' ? [] : [name.toUpperCase()];
  add(call, methods, joined([...chainPrefix(chain, file), text]), phpHandler(handler, file), chain, file);
}

/** Variables are anything: a route's path and handler must look like them. */
function isHandler(node: Node, path: TextPattern, { isStatic }: Chain, file: PhpFile): boolean {
  if (isStatic || closures.test(node.type)) return true;
  const handler = phpHandler(node, file);
  const inGroup = file.prefixes().length > 0;
  return handler.type === 'name' && (inGroup || /^\/|^$/.test(path[0] ?? '') || /@|::/.test(handler.name));
}

function add(
  call: Node,
  methods: readonly string[],
  path: TextPattern,
  handler: HandlerRef,
  chain: Chain | undefined,
  file: PhpFile,
): void {
  const isLaravel = chain === undefined || chain.isStatic;
  const prefixes = file.prefixes().flatMap((prefix): TextPattern[] => [prefix, [isLaravel ? '/' : '']]);
  file.facts.routes.push({
    methods,
    path: joined([...prefixes, path]).map((piece) => piece.replace(/\/{2,}/g, '/')),
    router: isLaravel ? '' : chain.root,
    within: file.scopes.dotted,
    handler,
    framework: isLaravel ? 'laravel' : 'php',
    place: phpCallPlace(call),
  });
}

/** `Route::prefix('admin')->controller(C::class)->group(…)`, `Route::group(['prefix' => 'x'], …)`, `$app->group('/x', …)`. */
function openGroup(chain: Chain, args: readonly PhpArgument[], file: PhpFile): void {
  const body = args.find(({ value }) => closures.test(value.type))?.value;
  const own = args[0]?.value;
  const ownPrefix = own === undefined ? undefined : groupPrefix(own, file);
  const prefix = joined([...chainPrefix(chain, file), ...(ownPrefix === undefined ? [] : [ownPrefix])]);
  const controller = chain.calls.find((call) => nameText(call.childForFieldName('name')) === 'controller');
  if (body === undefined) {
    mountFile(own, prefix, chain, file);
    return;
  }
  const scope = { type: 'prefix', name: '', place: placeOf(body), attributes: [], prefix } as const;
  const named = controller === undefined ? '' : classNamed(phpArguments(controller)[0]?.value);
  file.scopes.open(body, [], { ...scope, controller: named });
}

function groupPrefix(node: Node, file: PhpFile): TextPattern | undefined {
  if (node.type === 'array_creation_expression') {
    const found = elementsOf(node).find(({ key }) => key !== undefined && file.text(key)[0] === 'prefix');
    return found === undefined ? undefined : file.text(found.value);
  }
  return /^(?:string|encapsed_string|binary_expression)$/.test(node.type) ? file.text(node) : undefined;
}

/** From `prefix` calls on the way, the innermost call first. */
function chainPrefix({ calls: all }: Chain, file: PhpFile): readonly TextPattern[] {
  return [...all]
    .reverse()
    .filter((call) => nameText(call.childForFieldName('name')) === 'prefix')
    .flatMap((call): TextPattern[] => [file.text(phpArguments(call)[0]?.value), ['/']]);
}

/** `->group(base_path('routes/admin.php'))`; Laravel itself does so with `routes/api.php`. */
function mountFile(node: Node | undefined, prefix: TextPattern, { root }: Chain, file: PhpFile): void {
  const call = node?.type === 'function_call_expression' ? phpArguments(node)[0]?.value : node;
  const path = file.text(call).at(-1) ?? '';
  if (!path.endsWith('.php') || /routes\/api\.php$/.test(path) || isUnknown(prefix)) return;
  const child = path.replace(/^\/|\.php$/g, '');
  file.facts.mounts.push({
    parent: root === 'Route' ? '' : root,
    child,
    prefix,
    within: '',
    place: placeOf(node as Node),
  });
}

function methodsIn(node: Node | undefined, file: PhpFile): readonly string[] {
  const nodes =
    node?.type === 'array_creation_expression' ? elementsOf(node).map(({ value }) => value) : [node];
  return nodes.flatMap((one) => {
    const text = file.text(one);
    return text.length === 1 ? [(text[0] ?? '').toUpperCase()] : [];
  });
}
