import type { HandlerRef, Place, TextPattern } from './fileFacts.ts';
import { argumentAt, elementsOf, type PhpAttribute, type PhpFile } from './phpFile.ts';

type Here = HandlerRef & { readonly type: 'here' };

/** `#[Route('/api', name: 'api_')]` of a class is the beginning of all of its routes. */
export function symfonyRouter(
  name: string,
  place: Place,
  attributes: readonly PhpAttribute[],
  file: PhpFile,
): void {
  const route = attributes.find((one) => one.name === 'Route');
  const [prefix] = route === undefined ? [] : pathsOf(route, file);
  if (prefix !== undefined) file.facts.routers.push({ name, prefix, place });
}

/** `#[Route('/users/{id}', name: 'user_show', methods: ['GET'])]` of a method, or of a class that is called itself. */
export function symfonyRoutes(
  method: string,
  attributes: readonly PhpAttribute[],
  handler: Here,
  file: PhpFile,
): void {
  const owner = file.nearest('class');
  const ofClass = owner?.attributes.find(({ name }) => name === 'Route');
  const own = attributes.filter(({ name }) => /^(?:Route|Get|Post|Put|Patch|Delete)$/.test(name));
  const namePrefix = ofClass === undefined ? '' : (nameOf(ofClass, file) ?? '');
  const invoked = own.length === 0 && method === '__invoke' && ofClass !== undefined;
  for (const route of invoked ? [ofClass] : own) {
    const paths = invoked ? [['']] : pathsOf(route, file);
    const named = invoked
      ? nameOf(route, file)
      : `${namePrefix}${nameOf(route, file) ?? defaultName(method, file)}`;
    for (const path of paths.length === 0 ? [['']] : paths) {
      file.facts.routes.push({
        methods: methodsOf(route, file),
        path,
        router: owner?.name ?? '',
        within: file.scopes.dotted,
        handler,
        framework: 'symfony',
        ...(named === undefined ? {} : { name: named }),
        place: handler.place,
      });
    }
  }
}

/** What Symfony calls a route without a name: `app_user_show` of `App\Controller\UserController::show`. */
function defaultName(method: string, file: PhpFile): string {
  const plain = `${file.qualifiedClass.replaceAll('\\', '_')}_${method}`.toLowerCase();
  return plain
    .replace(/(?:bundle|controller)_/g, '_')
    .replace(/action(_\d+)?$/, '$1')
    .replace(/__/g, '_');
}

function pathsOf(route: PhpAttribute, file: PhpFile): readonly TextPattern[] {
  const path = argumentAt(route.arguments, 'path', 0);
  if (path === undefined) return [];
  // One for each language.
  if (path.type === 'array_creation_expression') return elementsOf(path).map(({ value }) => file.text(value));
  return [file.text(path)];
}

function nameOf(route: PhpAttribute, file: PhpFile): string | undefined {
  const node = argumentAt(route.arguments, 'name', 1);
  const text = node === undefined ? [] : file.text(node);
  return text.length === 1 ? text[0] : undefined;
}

function methodsOf(route: PhpAttribute, file: PhpFile): readonly string[] {
  if (route.name !== 'Route') return [route.name.toUpperCase()];
  const named = route.arguments.find(({ name }) => name === 'methods')?.value;
  if (named === undefined) return [];
  const nodes =
    named.type === 'array_creation_expression' ? elementsOf(named).map(({ value }) => value) : [named];
  return nodes.map((node) => (file.text(node)[0] ?? '').toUpperCase().replace(/^METHOD_/, ''));
}
