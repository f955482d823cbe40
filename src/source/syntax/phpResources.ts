import type { Node } from '@vscode/tree-sitter-wasm';
import type { HandlerRef, TextPattern } from './fileFacts.ts';
import { classNamed, elementsOf, type PhpArgument, type PhpFile } from './phpFile.ts';
import { isUnknown } from './textPattern.ts';

/** What Laravel makes of a resource: the action, its methods, and what follows the path. */
const actions: readonly (readonly [string, readonly string[], string])[] = [
  ['index', ['GET'], ''],
  ['create', ['GET'], '/create'],
  ['store', ['POST'], ''],
  ['show', ['GET'], '/{id}'],
  ['edit', ['GET'], '/{id}/edit'],
  ['update', ['PUT', 'PATCH'], '/{id}'],
  ['destroy', ['DELETE'], '/{id}'],
];

type Add = (
  call: Node,
  methods: readonly string[],
  path: TextPattern,
  handler: HandlerRef,
  chain: undefined,
  file: PhpFile,
) => void;

/** `->only(['index'])` and `->except('show')` come around the call that they are about. */
export function noteActions(call: Node, name: string, args: readonly PhpArgument[], file: PhpFile): void {
  const names = args.flatMap(({ value }) => textsIn(value, file));
  const object = call.childForFieldName('object');
  if (object !== null) file.resourceActions.set(object.endIndex, filterOf(name, names));
}

/** `Route::resource('photos', C::class)`, `Route::apiResources(['photos' => C::class])`. */
export function addResource(
  call: Node,
  name: string,
  args: readonly PhpArgument[],
  file: PhpFile,
  add: Add,
): void {
  const api = name.startsWith('api');
  const options = optionsOf(args, file);
  const noted = file.resourceActions.get(call.endIndex) ?? (() => true);
  const plural = name.endsWith('s');
  const [first, second] = args;
  const pairs = plural
    ? elementsOf(first?.value).map(({ key, value }) => ({ path: key, controller: value }))
    : [{ path: first?.value, controller: second?.value }];
  for (const { path, controller } of pairs) {
    const text = file.text(path);
    const owner = classNamed(controller) || (file.text(controller)[0] ?? '');
    if (isUnknown(text) || owner === '') continue;
    for (const [action, methods, end] of actions) {
      if ((api && /^(?:create|edit)$/.test(action)) || !noted(action) || !options(action)) continue;
      const whole = nested(text).map((piece, index, all) => (index === all.length - 1 ? piece + end : piece));
      add(call, methods, whole, { type: 'name', name: `${owner}::${action}` }, undefined, file);
    }
  }
}

/** `photos.comments` is below each of the photos. */
function nested(path: TextPattern): TextPattern {
  return path.map((piece) => piece.replaceAll('.', '/{id}/'));
}

function optionsOf(args: readonly PhpArgument[], file: PhpFile): (action: string) => boolean {
  const given = elementsOf(args[2]?.value).flatMap(({ key, value }) => {
    const name = key === undefined ? '' : (file.text(key)[0] ?? '');
    return /^(?:only|except)$/.test(name) ? [filterOf(name, textsIn(value, file))] : [];
  });
  return (action) => given.every((accepts) => accepts(action));
}

function filterOf(name: string, names: readonly string[]): (action: string) => boolean {
  return (action) => names.includes(action) === (name === 'only');
}

function textsIn(node: Node, file: PhpFile): readonly string[] {
  const nodes =
    node.type === 'array_creation_expression' ? elementsOf(node).map(({ value }) => value) : [node];
  return nodes.map((one) => file.text(one)[0] ?? '');
}
