import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import { type Annotation, valuesOf } from './javaAnnotations.ts';
import type { JavaFile } from './javaFile.ts';
import { withPlaceholders } from './javaTexts.ts';
import { joined } from './textPattern.ts';

/** Of requests, as constants and annotations are called. */
export const httpVerbs: ReadonlySet<string> = new Set([
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
export function methodRoutes(annotations: readonly Annotation[], handler: HandlerRef, file: JavaFile): void {
  const declared = declaredRoute(annotations, file);
  if (declared === undefined) return;
  const owner = file.nearest('class');
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
  const servlet = file.nearest('class')?.annotations.find(({ name }) => name === 'WebServlet');
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
    if (httpVerbs.has(name) && annotation.values.size === 0) {
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
export function verbOf(node: Node | undefined): string {
  return (node?.text ?? '').replace(/^.*\.|"/g, '').toUpperCase();
}
