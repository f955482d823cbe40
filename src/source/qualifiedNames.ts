import type { Definition } from './definitionFinder.ts';
import { commonEnd } from './modulePath.ts';
import type { RungContext } from './rung.ts';
import { segmentsOf } from './sourcePath.ts';
import type { FileFacts } from './syntax/fileFacts.ts';

/** A name that occurs in more files than this is no name to find a place by. */
const maxFiles = 40;

/**
 * Definitions of a name with everything that a runtime puts before it: `shop.tasks.add`, `com.acme.Foo.bar`,
 * `App\UserController::show`. Each part must be found: as a class around it, as the package, or in the path.
 */
export async function qualifiedDefinitions(
  parts: readonly string[],
  context: RungContext,
  accepts: (facts: FileFacts) => boolean,
): Promise<readonly Definition[]> {
  const name = parts.at(-1) ?? '';
  const qualifiers = parts.slice(0, -1);
  const paths = await filesWith(name, qualifiers, context);
  if (paths.length > maxFiles) return [];
  const found: Definition[] = [];
  for (const path of paths) {
    const facts = await context.index.factsOf(path);
    if (facts === undefined || !accepts(facts)) continue;
    const named = facts.symbols.filter((symbol) => symbol.name === name);
    const fitting = named.filter(({ containers }) => isQualified(containers, qualifiers, path, facts.module));
    found.push(...fitting.map((symbol) => ({ path, symbol })));
  }
  return found;
}

async function filesWith(
  name: string,
  qualifiers: readonly string[],
  { files }: RungContext,
): Promise<readonly string[]> {
  if (name === '') return [];
  const named = await files.containing(name);
  const owner = qualifiers.at(-1);
  if (owner === undefined || named.length <= maxFiles) return named;
  const owners = new Set(await files.containing(owner));
  return named.filter((path) => owners.has(path) || segmentsOf(path).some((part) => part.startsWith(owner)));
}

function isQualified(
  containers: readonly string[],
  qualifiers: readonly string[],
  path: string,
  module: string,
): boolean {
  const inner = commonEnd(containers, qualifiers);
  const rest = qualifiers.slice(0, qualifiers.length - inner);
  // What stands free has the module before it, and nothing else between.
  if (inner < containers.length && rest.length > 0) return false;
  if (rest.length === 0) return true;
  const names = module.split(/[.\\]|::/).filter((part) => part !== '');
  if (names.length > 0 && commonEnd(names, rest) === rest.length) return true;
  const file = segmentsOf(path.replace(/\.\w+$/, ''));
  const folder = file.slice(0, -1);
  const forms = /^(?:__init__|index|mod|lib|main)$/.test(file.at(-1) ?? '') ? [file, folder] : [file, folder];
  return forms.some((form) => commonEnd(form, rest) === rest.length);
}
