import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import { type Annotation, valuesOf } from './javaAnnotations.ts';
import { callPlace, type JavaFile, javaHandler } from './javaFile.ts';
import { withPlaceholders } from './javaTexts.ts';
import { partsOf } from './place.ts';
import { isUnknown, joined } from './textPattern.ts';

const verbs: ReadonlySet<string> = new Set([
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'TRACE',
]);
const springMapping = /^(Get|Post|Put|Delete|Patch|Request)Mapping$/;
const micronautVerb = /^(?:Get|Post|Put|Delete|Patch|Head|Options)$/;

/** `@RequestMapping("/x")`, `@Path("x")`, `@Controller("/x")` of a class: the prefix of its routes. */
export function classRouter(
  name: string,
  place: Place,
  annotations: readonly Annotation[],
  file: JavaFile,
): void {
  const prefixes = classPrefixes(annotations, file);
  const [first] = prefixes;
  if (first !== undefined) file.facts.routers.push({ name, prefix: first, place });
}

/** Whether the class is a description of somebody else's routes. */
export function isClient(annotations: readonly Annotation[]): boolean {
  return annotations.some(({ name }) =>
    /^(?:FeignClient|HttpExchange|RegisterRestClient|Client)$/.test(name),
  );
}

/** Routes that annotations of a method declare. */
export function methodRoutes(
  annotations: readonly Annotation[],
  handler: HandlerRef & { readonly type: 'here' },
  file: JavaFile,
): void {
  const declared = declaredRoute(annotations, file);
  if (declared === undefined) return;
  const owner = file.owner;
  const [, ...others] = classPrefixes(owner?.annotations ?? [], file);
  const { methods, paths, framework, place } = declared;
  const route = { methods, within: file.scopes.dotted, handler, framework, place };
  for (const path of paths.length === 0 ? [['']] : paths) {
    file.facts.routes.push({ ...route, path, router: owner?.name ?? '' });
    for (const prefix of others) {
      file.facts.routes.push({ ...route, path: joined([prefix, ['/'], path]), router: '' });
    }
  }
}

/** `doGet` and its like in a class with `@WebServlet("/x")`. */
export function servletRoutes(
  method: string,
  handler: HandlerRef & { readonly type: 'here' },
  file: JavaFile,
): void {
  const verb =
    /^do(Get|Post|Put|Delete|Head|Options)$/.exec(method)?.[1] ?? (method === 'service' ? '' : undefined);
  const servlet = file.owner?.annotations.find(({ name }) => name === 'WebServlet');
  if (verb === undefined || servlet === undefined) return;
  for (const node of valuesOf(servlet, 'value', 'urlPatterns')) {
    const methods = verb === '' ? [] : [verb.toUpperCase()];
    const path = file.text(node);
    const within = file.scopes.dotted;
    file.facts.routes.push({
      methods,
      path,
      router: '',
      within,
      handler,
      framework: 'servlet',
      place: handler.place,
    });
  }
}

/** Routes that calls register; and the prefixes that calls give to what is in them. */
export function callRoutes(call: Node, name: string, args: readonly Node[], file: JavaFile): void {
  const [first, second] = args;
  if (first === undefined) return;
  if (/^(?:path|nest|group|pathPrefix)$/.test(name)) {
    openPrefix(name, args, file);
    return;
  }
  if (/^(?:route|andRoute)$/.test(name) && isPredicate(first)) {
    predicateRoute(call, args, file);
    return;
  }
  if (name === 'handler' || name === 'subRouter' || name === 'blockingHandler') {
    vertxRoute(call, name, first, file);
    return;
  }
  if (name === 'mountSubRouter' && second !== undefined) {
    mount(call, receiverOf(call), file.text(first), second, file);
    return;
  }
  if (name === 'createContext' && second !== undefined) {
    add(call, [], first, second, 'jdk', file);
    return;
  }
  if (name === 'addServlet' && second !== undefined) {
    servletCall(call, first, second, file);
    return;
  }
  const last = args.at(-1) as Node;
  if (
    args.length < 2 ||
    !/^(?:lambda_expression|method_reference|object_creation_expression|identifier)$/.test(last.type)
  )
    return;
  const verb = name.toUpperCase();
  if (!verbs.has(verb) || isClientCall(call) || !isPath(first, last, name, file)) return;
  add(call, [verb], first, last, name === verb ? 'spring' : 'java', file);
}

/** Frameworks written in the way of `get("/x", handler)`: the path must look like one. */
function isPath(first: Node, handler: Node, name: string, file: JavaFile): boolean {
  const text = file.text(first)[0] ?? '';
  if (name === name.toUpperCase()) return first.type !== 'lambda_expression';
  if (handler.type === 'identifier' && file.typeOf(handler.text) === undefined) return false;
  return text.startsWith('/') || (file.prefixes().length > 0 && first.type === 'string_literal');
}

function isClientCall(call: Node): boolean {
  return /client|template|mock|cache|map$/i.test(receiverOf(call));
}

function receiverOf(call: Node): string {
  const object = call.childForFieldName('object');
  if (object === null) return '';
  if (object.type === 'identifier') return object.text;
  return object.type === 'field_access' ? (object.childForFieldName('field')?.text ?? '') : '';
}

function openPrefix(name: string, args: readonly Node[], file: JavaFile): void {
  const [first] = args;
  const body = args.find(({ type }) => type === 'lambda_expression');
  if (first === undefined) return;
  // `nest(path("/api"), …)`, where what follows is an expression of routes.
  const nested = name === 'nest' && first.type === 'method_invocation';
  const path = nested ? partsOf(first.childForFieldName('arguments'))[0] : first;
  const inner = nested ? args.at(-1) : body;
  if (path === undefined || inner === undefined) return;
  const empty = { name: '', annotations: [], calls: false, place: callPlace(inner) };
  file.scopes.open(inner, [], { ...empty, type: 'prefix', prefix: file.text(path) });
}

/** `GET("/x")`, `GET("/x").and(accept(JSON))`. */
function isPredicate(node: Node): boolean {
  return node.type === 'method_invocation' && predicateCall(node) !== undefined;
}

function predicateCall(node: Node): Node | undefined {
  let call: Node | null = node;
  for (let depth = 0; call?.type === 'method_invocation' && depth < 20; depth++) {
    const name = call.childForFieldName('name')?.text ?? '';
    if (verbs.has(name) || (name === 'path' && depth === 0)) return call;
    call = call.childForFieldName('object');
  }
  return undefined;
}

function predicateRoute(call: Node, [predicate, handler]: readonly Node[], file: JavaFile): void {
  const request = predicate === undefined ? undefined : predicateCall(predicate);
  const path = partsOf(request?.childForFieldName('arguments'))[0];
  const verb = request?.childForFieldName('name')?.text ?? '';
  if (path === undefined || handler === undefined) return;
  add(call, verbs.has(verb) ? [verb] : [], path, handler, 'spring', file);
}

/** `router.get("/x").handler(h)`, `router.route("/api/*").subRouter(sub)`. */
function vertxRoute(call: Node, name: string, handler: Node, file: JavaFile): void {
  let route = call.childForFieldName('object');
  for (let depth = 0; route?.type === 'method_invocation' && depth < 20; depth++) {
    const verb = (route.childForFieldName('name')?.text ?? '').toUpperCase();
    const args = partsOf(route.childForFieldName('arguments'));
    const path = args.at(-1);
    if ((verbs.has(verb) || verb === 'ROUTE') && path !== undefined) {
      if (name === 'subRouter') {
        mount(call, receiverOf(route), withoutWildcard(file.text(path)), handler, file);
        return;
      }
      const methods = verb === 'ROUTE' ? (args.length > 1 ? [verbOf(args[0])] : []) : [verb];
      const text = file.text(path);
      if (isUnknown(text)) return;
      push(call, methods, text, handler, receiverOf(route), 'vertx', file);
      return;
    }
    route = route.childForFieldName('object');
  }
}

function mount(call: Node, parent: string, prefix: TextPattern, child: Node, file: JavaFile): void {
  if (child.type !== 'identifier' || isUnknown(prefix)) return;
  file.facts.mounts.push({
    parent,
    child: child.text,
    prefix,
    within: file.scopes.dotted,
    place: callPlace(call),
  });
}

function withoutWildcard(path: TextPattern): TextPattern {
  return path.map((piece) => piece.replace(/\/?\*$/, ''));
}

/** Jetty's `addServlet(Show.class, "/x")` and `addServlet(new ServletHolder(new Show()), "/x")`. */
function servletCall(call: Node, servlet: Node, path: Node, file: JavaFile): void {
  const inner =
    servlet.type === 'object_creation_expression'
      ? partsOf(servlet.childForFieldName('arguments')).at(-1)
      : undefined;
  const type = servlet.type === 'class_literal' ? partsOf(servlet)[0]?.text : undefined;
  const handler: HandlerRef =
    type === undefined ? javaHandler(inner ?? servlet, file) : { type: 'name', name: type };
  const text = file.text(path);
  if (isUnknown(text)) return;
  const within = file.scopes.dotted;
  file.facts.routes.push({
    methods: [],
    path: text,
    router: '',
    within,
    handler,
    framework: 'servlet',
    place: callPlace(call),
  });
}

function add(
  call: Node,
  methods: readonly string[],
  path: Node,
  handler: Node,
  framework: string,
  file: JavaFile,
): void {
  const text = file.text(path);
  if (!isUnknown(text)) push(call, methods, text, handler, receiverOf(call), framework, file);
}

function push(
  call: Node,
  methods: readonly string[],
  path: TextPattern,
  handler: Node,
  router: string,
  framework: string,
  file: JavaFile,
): void {
  const prefixes = file.prefixes().flatMap((prefix) => [prefix, ['/']]);
  file.facts.routes.push({
    methods,
    path: joined([...prefixes, path]).map((piece) => piece.replace(/\/{2,}/g, '/')),
    router,
    within: file.scopes.dotted,
    handler: javaHandler(handler, file),
    framework,
    place: callPlace(call),
  });
}

interface Declared {
  readonly methods: readonly string[];
  readonly paths: readonly TextPattern[];
  readonly framework: string;
  readonly place: Place;
}

function declaredRoute(annotations: readonly Annotation[], file: JavaFile): Declared | undefined {
  for (const annotation of annotations) {
    const { name } = annotation;
    const place = annotationPlace(annotation);
    const spring = springMapping.exec(name)?.[1];
    if (spring !== undefined) {
      const methods =
        spring === 'Request' ? valuesOf(annotation, 'method').map(verbOf) : [spring.toUpperCase()];
      return { methods, paths: pathsOf(annotation, file), framework: 'spring', place };
    }
    if (micronautVerb.test(name) && isMicronaut(file)) {
      return {
        methods: [name.toUpperCase()],
        paths: pathsOf(annotation, file),
        framework: 'micronaut',
        place,
      };
    }
    if (name === 'Route' && annotation.values.has('path')) {
      const methods = valuesOf(annotation, 'methods').map(verbOf);
      return { methods, paths: pathsOf(annotation, file), framework: 'quarkus', place };
    }
    // With arguments it is Retrofit's, which calls others.
    if (verbs.has(name) && annotation.values.size === 0) {
      const path = annotations.find((one) => one.name === 'Path');
      return {
        methods: [name],
        paths: path === undefined ? [] : pathsOf(path, file),
        framework: 'jaxrs',
        place,
      };
    }
  }
  return undefined;
}

function annotationPlace({ node }: Annotation): Place {
  const { row, column } = node.startPosition;
  return { line: row + 1, column: column + 1, endLine: node.endPosition.row + 1 };
}

function classPrefixes(annotations: readonly Annotation[], file: JavaFile): readonly TextPattern[] {
  for (const annotation of annotations) {
    const isPrefix = /^(?:RequestMapping|Path|ApplicationPath|RouteBase)$/.test(annotation.name);
    if (isPrefix || (annotation.name === 'Controller' && isMicronaut(file))) return pathsOf(annotation, file);
  }
  return [];
}

/** Spring's `@Controller("x")` names a bean. */
function isMicronaut(file: JavaFile): boolean {
  return file.imports.has('io.micronaut');
}

function pathsOf(annotation: Annotation, file: JavaFile): readonly TextPattern[] {
  return valuesOf(annotation, 'value', 'path', 'uri', 'uris').map((node) =>
    withPlaceholders(file.text(node)),
  );
}

/** `RequestMethod.GET`, `GET`, `"GET"`. */
function verbOf(node: Node | undefined): string {
  return (node?.text ?? '').replace(/^.*\.|"/g, '').toUpperCase();
}
