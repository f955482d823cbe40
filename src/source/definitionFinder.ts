import type { CodeSymbol } from './codeSymbol.ts';
import { FactsCache } from './factsCache.ts';
import { ImportResolver } from './importResolver.ts';
import { endsWith } from './modulePath.ts';
import type { RungContext } from './rung.ts';
import { nearest } from './servicePreference.ts';
import { segmentsOf } from './sourcePath.ts';
import type { FileFacts, ImportFact } from './syntax/fileFacts.ts';
import { isSameRuntime } from './syntax/language.ts';

/** A definition and the file that it is in. */
export interface Definition {
  readonly path: string;
  readonly symbol: CodeSymbol;
}

/** What a name means; sure where the code says so, and not where only one thing is called so. */
export interface Definitions {
  readonly found: readonly Definition[];
  readonly sure: boolean;
}

const none: Definitions = { found: [], sure: false };

/** A name that occurs in more files than this is no name to find a place by. */
const maxFiles = 40;

/** Modules that hand on what others define. */
const maxHops = 3;

/**
 * What a name in a file refers to: a definition of the file, of a module it imports, of its package, or the only one
 * of that name. `showUser`, `views.show`, `this.show`, `UsersController.show`, `users#show`, `App\UserController::show`.
 */
export class DefinitionFinder {
  readonly #resolvers = new FactsCache((_, { files }) => new ImportResolver(files));

  async find(name: string, from: string, context: RungContext): Promise<Definitions> {
    const facts = await context.index.factsOf(from);
    const rails = /^([\w/]+)#(\w+)$/.exec(name);
    const parts = partsOf(name);
    if (facts === undefined || parts.length === 0) return none;
    if (rails !== null) return await controllerAction(rails[1] ?? '', rails[2] ?? '', facts, context);
    const known = await this.#inModule(parts, from, facts, context, maxHops);
    if (known.length > 0) return { found: known, sure: known.length === 1 };
    return await elsewhere(parts, from, facts, context);
  }

  /** Methods that implement one of an interface or an abstract class, by its name with that of its type. */
  async implementations(name: string, { files, index }: RungContext): Promise<Definitions> {
    const [owner = '', method = ''] = name.split('.').slice(-2);
    const paths = await files.containing(owner);
    if (paths.length > maxFiles) return none;
    const found: Definition[] = [];
    for (const path of paths) {
      const facts = await index.factsOf(path);
      const derived = facts?.symbols.filter(({ bases }) => bases?.some((base) => lastPart(base) === owner));
      for (const type of derived ?? []) {
        const containers = [...type.containers, type.name].join('.');
        const own = facts?.symbols.filter(
          (symbol) => symbol.name === method && symbol.containers.join('.') === containers,
        );
        found.push(...(own ?? []).map((symbol) => ({ path, symbol })));
      }
    }
    return { found, sure: found.length === 1 };
  }

  async #inModule(
    parts: readonly string[],
    path: string,
    facts: FileFacts,
    context: RungContext,
    hops: number,
  ): Promise<readonly Definition[]> {
    const own = symbolsIn(path, facts, parts);
    if (own.length > 0 || hops === 0) return own;
    const [first = '', ...rest] = parts;
    const resolver = await this.#resolvers.of(context);
    for (const fact of facts.imports.filter(({ local }) => local === first || local === '*')) {
      const name = fact.name === '*' || fact.name === 'default' ? undefined : fact.name;
      const module = facts.language === 'php' ? [fact.module, ...rest.slice(0, -1)].join('\\') : fact.module;
      const last = facts.language === 'php' ? undefined : name;
      for (const file of await resolver.resolve(path, module, facts.language, last)) {
        const found =
          file === path ? [] : await this.#exported(file, wantedOf(fact, first, rest), context, hops - 1);
        if (found.length > 0) return found;
      }
    }
    return [];
  }

  /** The first of the names that the module has, under its own name for it. */
  async #exported(
    path: string,
    names: readonly (readonly string[])[],
    context: RungContext,
    hops: number,
  ): Promise<readonly Definition[]> {
    const facts = await context.index.factsOf(path);
    if (facts === undefined) return [];
    for (const [first = '', ...rest] of names) {
      const locals = facts.exports.filter(({ name }) => name === first).map(({ local }) => local);
      for (const local of [...locals, first]) {
        const wanted = [local, ...rest].filter((part) => part !== '');
        const found = wanted.length === 0 ? [] : await this.#inModule(wanted, path, facts, context, hops);
        if (found.length > 0) return found;
      }
    }
    return [];
  }
}

function lastPart(base: string): string {
  return base.replace(/<.*$/s, '').split('.').at(-1) ?? '';
}

/** Definitions in files of the language, wherever they are. */
async function everywhere(
  parts: readonly string[],
  { language }: FileFacts,
  { files, index }: RungContext,
): Promise<readonly Definition[]> {
  const paths = await files.containing(parts.at(-1) ?? '');
  if (paths.length > maxFiles) return [];
  const found: Definition[] = [];
  for (const path of paths) {
    const facts = await index.factsOf(path);
    if (facts !== undefined && isSameRuntime(facts.language, language))
      found.push(...symbolsIn(path, facts, parts));
  }
  return found;
}

/** Without the receivers that say nothing of where it is. */
function partsOf(name: string): readonly string[] {
  const parts = name.split(/::|->|[.\\#@/]/).filter((part) => part !== '');
  return /^(?:this|self|\$this|exports|module|crate|super)$/.test(parts[0] ?? '') ? parts.slice(1) : parts;
}

/** Those whose containers end with the names before the last; first of all what stands free. */
function symbolsIn(path: string, { symbols }: FileFacts, parts: readonly string[]): readonly Definition[] {
  const owners = parts.slice(0, -1);
  const fitting = symbols.filter(
    ({ name, containers }) => name === parts.at(-1) && endsWith(containers, owners),
  );
  const free = fitting.filter(({ containers }) => containers.length === owners.length);
  return (free.length > 0 ? free : fitting).map((symbol) => ({ path, symbol }));
}

/** What the import's local name and the rest can be in the module. */
function wantedOf(
  { name, local }: ImportFact,
  first: string,
  rest: readonly string[],
): readonly (readonly string[])[] {
  if (local === '*') return [[first, ...rest]];
  if (name === '*') return rest.length > 0 ? [rest, ['default', ...rest]] : [['default'], [first]];
  if (name === 'default')
    return rest.length > 0 ? [['default', ...rest], rest, [first, ...rest]] : [['default'], [first]];
  // The name may be that of a module, whose file the resolver put first.
  return rest.length > 0 ? [[name, ...rest], rest] : [[name], ['default']];
}

/** The package first, where the language has them by folder; then whatever else is called so. */
async function elsewhere(
  parts: readonly string[],
  from: string,
  facts: FileFacts,
  context: RungContext,
): Promise<Definitions> {
  const named = await everywhere(parts, facts, context);
  const isPackaged = facts.language === 'go' || facts.language === 'java';
  const near = isPackaged ? named.filter(({ path }) => folderOf(path) === folderOf(from)) : [];
  if (near.length > 0) return { found: near, sure: near.length === 1 };
  if (named.length > 0) return { found: nearest(named, from), sure: false };
  const [owner, method] = parts;
  // The first part is a variable, whose type is called alike.
  if (owner === undefined || method === undefined || parts.length > 2) return none;
  const methods = (await everywhere([method], facts, context)).filter(({ symbol }) =>
    isInstanceName(owner, symbol.containers.at(-1) ?? ''),
  );
  return { found: methods, sure: false };
}

function folderOf(path: string): string {
  return segmentsOf(path).slice(0, -1).join('/');
}

/** Whether a variable is called like a type: `usersController` of a `UsersController`. */
export function isInstanceName(variable: string, type: string): boolean {
  const [name, owner] = [variable, type].map((text) => text.toLowerCase().replaceAll('_', '')) as [
    string,
    string,
  ];
  return owner !== '' && (name === owner || (name.length > 3 && owner.endsWith(name)));
}

/** `admin/users#show` of Rails is `Admin::UsersController#show`. */
async function controllerAction(
  controller: string,
  action: string,
  facts: FileFacts,
  context: RungContext,
): Promise<Definitions> {
  const path = `${controller.split('/').at(-1)}_controller.rb`;
  const named = await context.files.named(path);
  const own = named.filter((one) => endsWithPath(one, `controllers/${controller}_controller.rb`));
  const files = own.length > 0 ? own : named.filter((one) => one.includes(`${controller}_controller`));
  const found: Definition[] = [];
  for (const file of files) {
    const there = await context.index.factsOf(file);
    if (there?.language === facts.language) found.push(...symbolsIn(file, there, [action]));
  }
  return { found, sure: found.length === 1 };
}

function endsWithPath(path: string, end: string): boolean {
  return path.replaceAll('\\', '/').endsWith(`/${end}`);
}
