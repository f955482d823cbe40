import type { Node } from '@vscode/tree-sitter-wasm';
import {
  type Argument,
  type Attribute,
  argumentsOf,
  type CsharpFile,
  calleeOf,
  callPlace,
  csharpHandler,
  plainName,
  variableOf,
} from './csharpFile.ts';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import { placeOf } from './place.ts';
import { isUnknown, joined } from './textPattern.ts';

const httpAttribute = /^Http(Get|Post|Put|Delete|Patch|Head|Options)$/;
const mapCall = /^Map(Get|Post|Put|Delete|Patch|Methods|Fallback)?$/;

type Here = HandlerRef & { readonly type: 'here' };

/** `[Route("api/[controller]")]` of a class: the prefix of its routes, where it is one for all of them. */
export function controllerRouter(
  name: string,
  place: Place,
  attributes: readonly Attribute[],
  file: CsharpFile,
): void {
  const [only, ...others] = templatesOf(attributes, name, file);
  if (only === undefined || others.length > 0 || hasAction(only)) return;
  file.facts.routers.push({ name, prefix: only, place });
}

/** Routes that the attributes of an action declare; without any, those that its name has by convention. */
export function actionRoutes(
  method: string,
  attributes: readonly Attribute[],
  handler: Here,
  isPublic: boolean,
  file: CsharpFile,
): void {
  const owner = file.nearest('class');
  if (owner === undefined || attributes.some(({ name }) => name === 'NonAction')) return;
  const verbs = attributes.filter(({ name }) => httpAttribute.test(name) || name === 'AcceptVerbs');
  const routes = attributes.filter(({ name }) => name === 'Route');
  const prefixes = templatesOf(owner.attributes, owner.name, file);
  if (verbs.length === 0 && routes.length === 0) {
    const isController = owner.name.endsWith('Controller') && owner.bases.includes('Controller');
    if (!isPublic || !isController) return;
    if (prefixes.length === 0) conventionalRoutes(method, owner.name, handler, file);
    else addAction(method, [], [''], handler, file);
    return;
  }
  const methods = verbs.flatMap((attribute) => verbsOf(attribute, file));
  const withPath = [...verbs, ...routes].filter((one) => templateNode(one) !== undefined);
  if (withPath.length === 0 && prefixes.length === 0) {
    conventionalRoutes(method, owner.name, handler, file, methods);
    return;
  }
  if (withPath.length === 0) addAction(method, methods, [''], handler, file);
  for (const attribute of withPath) {
    const own = attribute.name === 'Route' ? methods : verbsOf(attribute, file);
    addAction(method, own, file.text(templateNode(attribute)), handler, file);
  }
}

function addAction(
  method: string,
  methods: readonly string[],
  template: TextPattern,
  handler: Here,
  file: CsharpFile,
): void {
  const owner = file.nearest('class');
  if (owner === undefined) return;
  const prefixes = templatesOf(owner.attributes, owner.name, file);
  const path = withTokens(template, owner.name, method);
  const route = { methods, within: file.scopes.dotted, handler, framework: 'aspnet', place: handler.place };
  if (/^~?\//.test(path[0] ?? '')) {
    file.facts.routes.push({ ...route, path: path.map((piece) => piece.replace(/^~/, '')), router: '' });
    return;
  }
  const [only, ...others] = prefixes;
  if (only === undefined || (others.length === 0 && !hasAction(only))) {
    file.facts.routes.push({ ...route, path, router: owner.name });
    return;
  }
  for (const prefix of prefixes) {
    const whole = joined([withTokens(prefix, owner.name, method), ['/'], path]);
    file.facts.routes.push({ ...route, path: whole, router: '' });
  }
}

/** `{controller=Home}/{action=Index}/{id?}`, which nearly every program has that has none of its own. */
function conventionalRoutes(
  method: string,
  controller: string,
  handler: Here,
  file: CsharpFile,
  methods: readonly string[] = [],
): void {
  const name = controller.replace(/Controller$/, '');
  const action = method.replace(/Async$/, '');
  const paths = [`${name}/${action}/{id}`, `${name}/${action}`];
  if (action === 'Index') paths.push(name);
  if (action === 'Index' && name === 'Home') paths.push('');
  for (const path of paths) {
    const route = { methods, path: [path], router: '', within: file.scopes.dotted, handler };
    file.facts.routes.push({ ...route, framework: 'aspnet-conventional', place: handler.place });
  }
}

function templatesOf(
  attributes: readonly Attribute[],
  controller: string,
  file: CsharpFile,
): readonly TextPattern[] {
  const area = attributes.find(({ name }) => name === 'Area')?.values[0];
  const areaName = area === undefined ? '' : (file.text(area)[0] ?? '');
  return attributes
    .filter(({ name }) => name === 'Route')
    .map((attribute) => file.text(templateNode(attribute)))
    .map((template) => withTokens(template, controller, undefined, areaName));
}

function withTokens(template: TextPattern, controller: string, action?: string, area = ''): TextPattern {
  return template.map((piece) => {
    // What others are derived from is no controller itself, and leaves the name to them.
    const isBase = /ControllerBase$|BaseController$/.test(controller);
    const named = piece
      .replace(/\[controller\]/gi, (token) => (isBase ? token : controller.replace(/Controller$/, '')))
      .replace(/\[area\]/gi, area);
    return action === undefined ? named : named.replace(/\[action\]/gi, action.replace(/Async$/, ''));
  });
}

function hasAction(template: TextPattern): boolean {
  return template.some((piece) => /\[action\]/i.test(piece));
}

function verbsOf(attribute: Attribute, file: CsharpFile): readonly string[] {
  const verb = httpAttribute.exec(attribute.name)?.[1];
  if (verb !== undefined) return [verb.toUpperCase()];
  return attribute.values.map((value) => (file.text(value)[0] ?? '').toUpperCase());
}

function templateNode({ name, values, named }: Attribute): Node | undefined {
  return (
    named.get('template') ??
    named.get('Template') ??
    (name === 'AcceptVerbs' ? named.get('Route') : values[0])
  );
}

/** `app.MapGet("/x", handler)`, `app.MapGroup("/api").MapPost(…)`, and the endpoints of FastEndpoints. */
export function callRoutes(call: Node, name: string, args: readonly Argument[], file: CsharpFile): void {
  const [first] = args;
  const verb = mapCall.exec(name);
  if (verb !== null) {
    if (args.length > 1) addMapped(call, verb[1] ?? '', args, file);
  } else if (first !== undefined && /^(?:Get|Post|Put|Delete|Patch)$/.test(name)) {
    addEndpoint(call, name, first.value, file);
  } else {
    mountExtension(call, name, file);
  }
}

function addMapped(call: Node, verb: string, args: readonly Argument[], file: CsharpFile): void {
  const pattern = args.find(({ name }) => name === 'pattern') ?? args[0];
  const handler = args.find(({ name }) => name === 'handler') ?? args.at(-1);
  const path = file.text(pattern?.value);
  if (isUnknown(path) || handler === undefined) return;
  const { router, prefixes } = groupsOf(calleeOf(call).receiver, file);
  const methods =
    verb === 'Methods' ? methodsIn(args[1]?.value) : /^(?:|Fallback)$/.test(verb) ? [] : [verb.toUpperCase()];
  file.facts.routes.push({
    methods,
    path: joined([...prefixes.flatMap((prefix) => [prefix, ['/']]), path]).map((piece) =>
      piece.replace(/\/{2,}/g, '/'),
    ),
    router,
    within: file.scopes.dotted,
    handler: csharpHandler(handler.value),
    framework: 'aspnet',
    place: callPlace(call),
  });
}

function methodsIn(node: Node | undefined): readonly string[] {
  return [...(node?.text.slice(0, 200) ?? '').matchAll(/"([a-z]+)"|HttpMethods\.(\w+)/gi)].map((match) =>
    (match[1] ?? match[2] ?? '').toUpperCase(),
  );
}

/** The variable at the beginning of `app.MapGroup("/api").RequireAuthorization()`, and the prefixes on the way. */
export function groupsOf(
  receiver: Node | undefined,
  file: CsharpFile,
): { readonly router: string; readonly prefixes: readonly TextPattern[] } {
  const prefixes: TextPattern[] = [];
  let rest = receiver;
  for (let depth = 0; rest?.type === 'invocation_expression' && depth < 20; depth++) {
    const { name, receiver: inner } = calleeOf(rest);
    const [first] = argumentsOf(rest);
    if (plainName(name) === 'MapGroup' && first !== undefined) prefixes.unshift(file.text(first.value));
    rest = inner;
  }
  return { router: variableOf(rest), prefixes };
}

/** `var orders = app.MapGroup("/orders")` is mounted on `app`. */
export function mountGroup(variable: string, value: Node, file: CsharpFile): void {
  const { router, prefixes } = groupsOf(value, file);
  if (prefixes.length === 0) return;
  const prefix = joined(prefixes.flatMap((one, index) => (index === 0 ? [one] : [['/'], one])));
  file.facts.routers.push({ name: variable, prefix: [''], place: placeOf(value) });
  file.facts.mounts.push({
    parent: router,
    child: variable,
    prefix,
    within: file.scopes.dotted,
    place: placeOf(value),
  });
}

/** `app.MapGroup("/api").MapOrders()`, where an extension method registers what is in it. */
function mountExtension(call: Node, name: string, file: CsharpFile): void {
  if (!/^Map[A-Z]/.test(name) || name === 'MapGroup') return;
  const { router, prefixes } = groupsOf(calleeOf(call).receiver, file);
  if (prefixes.length === 0) return;
  const prefix = joined(prefixes.flatMap((one, index) => (index === 0 ? [one] : [['/'], one])));
  file.facts.mounts.push({
    parent: router,
    child: name,
    prefix,
    within: file.scopes.dotted,
    place: callPlace(call),
  });
}

/** `Get("/x")` in `Configure` of an `Endpoint<…>`, which `HandleAsync` answers. */
function addEndpoint(call: Node, verb: string, path: Node, file: CsharpFile): void {
  const owner = file.nearest('class');
  const inside = owner?.bases.some((base) => /^Endpoint(?:Without\w+)?$/.test(base)) === true;
  if (!inside || owner === undefined || file.member !== 'Configure' || calleeOf(call).receiver !== undefined)
    return;
  file.facts.routes.push({
    methods: [verb.toUpperCase()],
    path: file.text(path),
    router: '',
    within: file.scopes.dotted,
    handler: { type: 'name', name: `${owner.name}.HandleAsync` },
    framework: 'fastendpoints',
    place: callPlace(call),
  });
}
