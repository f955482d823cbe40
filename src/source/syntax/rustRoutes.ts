import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { placeOf } from './place.ts';
import { handlerOf, type RustCall, rustCall, rustCallPlace } from './rustCall.ts';
import { lastSegment, type RustFile, type RustFunction, type RustRouter } from './rustFile.ts';
import type { RustRouters } from './rustRouters.ts';
import { argumentsOf } from './rustTokens.ts';
import { isUnknown, joined } from './textPattern.ts';

const verb = /^(?:get|post|put|patch|delete|head|options|connect|trace)$/;
const frameworks = ['axum', 'actix_web', 'rocket', 'poem', 'utoipa_axum'] as const;
const longestChain = 50;

function frameworkOf({ crates }: RustFile): string {
  return frameworks.find((name) => crates.has(name)) ?? 'rust';
}

/** `#[get("/orders/{id}")]` of Actix and Rocket. Its router is the function itself, which something mounts. */
export function addAttributeRoute(
  file: RustFile,
  attribute: Node,
  path: string,
  tree: Node | null,
  definition: RustFunction,
) {
  const name = lastSegment(path);
  if (!verb.test(name) && name !== 'route') return;
  const values = argumentsOf(tree);
  const literal = values.find(({ key, tokens }) => key === '' && tokens[0]?.type.endsWith('string_literal'));
  const text = literal === undefined ? undefined : file.texts.textOfTokens(literal.tokens, file.scopes.names);
  // Rocket's paths have what it takes of the query behind them.
  const [route = '', ...rest] = text ?? [];
  if (text === undefined || (!route.startsWith('/') && route !== '')) return;
  const handler: HandlerRef = { type: 'here', place: definition.place, name: definition.qualifiedName };
  const named = values
    .filter(({ key }) => key === 'method')
    .map(({ tokens }) => tokens[0]?.text.replace(/\W/g, '') ?? '');
  file.facts.routes.push({
    methods: (verb.test(name) ? [name] : named).map((method) => method.toUpperCase()),
    path: [route.replace(/\?.*$/s, ''), ...rest],
    router: definition.name,
    within: file.scopes.dotted,
    handler,
    framework: frameworkOf(file),
    place: placeOf(attribute),
  });
}

/** `.route("/x", get(h).post(h2))` of axum, `.route("/x", web::get().to(h))` and `resource("/x").to(h)` of Actix, `.at` of Poem. */
export function addRoute(file: RustFile, call: RustCall, routers: RustRouters): void {
  if (!/^(?:route|at|to)$/.test(call.name) || call.receiver === undefined) return;
  const [first, second] = call.parts;
  const router = first === undefined ? undefined : routers.of(call);
  if (first === undefined || router === undefined) return;
  if (call.name === 'to') addResource(file, call, router, first);
  else if (second !== undefined)
    addMethods(file, call, router, file.texts.textOf(first, file.scopes.names), second);
  else if (router.prefix.join('') !== '') addMethods(file, call, router, [''], first);
}

/** `web::resource("/x").to(h)`, for any method; `web::get().to(h)` is no route by itself. */
function addResource(file: RustFile, call: RustCall, router: RustRouter, handler: Node): void {
  if (router.prefix.join('') !== '') push(file, call, router, [''], [], handlerOf(file, handler));
}

function addMethods(
  file: RustFile,
  call: RustCall,
  router: RustRouter,
  path: TextPattern,
  methods: Node,
): void {
  if (isUnknown(path)) return;
  for (const { verbs, handler } of methodsOf(file, methods))
    push(file, call, router, path, verbs, handlerOf(file, handler));
}

interface Method {
  readonly verbs: readonly string[];
  readonly handler: Node;
}

/** `get(h).post(h2).layer(x)`, `any(h)`, `on(MethodFilter::GET, h)`, `web::get().to(h)`, `get_service(s)`. */
function methodsOf(file: RustFile, node: Node): readonly Method[] {
  const methods: Method[] = [];
  let handler: Node | undefined;
  let rest: Node | undefined = node;
  for (let length = 0; rest?.type === 'call_expression' && length < longestChain; length++) {
    const call: RustCall | undefined = rustCall(rest);
    if (call === undefined) return [];
    if (call.name === 'to') handler = call.parts[0];
    else if (handler !== undefined && call.parts.length === 0) methods.push(...methodOf(call.name, handler));
    else methods.push(...linkOf(file, call));
    rest = call.receiver;
  }
  return methods.reverse();
}

function linkOf({ renamed }: RustFile, { name, path, parts }: RustCall): readonly Method[] {
  const [first, second] = parts;
  if (first === undefined) return [];
  if (name === 'on' && second !== undefined) return [{ verbs: verbsOf(first.text), handler: second }];
  const own = renamed.get(path) ?? name;
  return methodOf(own.replace(/^typed_|_service$/, ''), first);
}

function methodOf(name: string, handler: Node): readonly Method[] {
  if (name === 'any' || name === 'route') return [{ verbs: [], handler }];
  return verb.test(name) ? [{ verbs: [name.toUpperCase()], handler }] : [];
}

/** `MethodFilter::GET | MethodFilter::POST`. */
function verbsOf(filter: string): readonly string[] {
  return filter.match(/\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE)\b/g) ?? [];
}

function push(
  file: RustFile,
  call: RustCall,
  router: RustRouter,
  own: TextPattern,
  methods: readonly string[],
  handler: HandlerRef,
): void {
  if (handler.type === 'unknown') return;
  const path = joined([router.prefix, own]);
  const within = file.scopes.dotted;
  const place = rustCallPlace(call);
  file.facts.routes.push({
    methods,
    path,
    router: router.name,
    within,
    handler,
    framework: frameworkOf(file),
    place,
  });
}
