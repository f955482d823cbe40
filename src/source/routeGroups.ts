import type { IndexedFacts } from './codeIndex.ts';
import type { CodeSymbol } from './codeSymbol.ts';
import { isInstanceName } from './definitionFinder.ts';
import type { ImportTable } from './importTable.ts';
import { joinRoutes, type RouteText, routeTextOf } from './routeText.ts';
import type {
  FileFacts,
  ImportFact,
  MountFact,
  RouteFact,
  RouterFact,
  TextPattern,
} from './syntax/fileFacts.ts';
import type { Language } from './syntax/language.ts';

/** Where a route or a router hangs: what it is registered on, and in which function. */
interface Position {
  readonly path: string;
  readonly router: string;
  readonly within: string;
  readonly line: number;
}

interface Mount {
  readonly path: string;
  readonly fact: MountFact;
}

/** More prefixes than these for one router, or mounts one in the other, nobody writes by hand. */
const maxPrefixes = 16;
const maxDepth = 12;

const nothing: RouteText = { segments: [], open: false };

/** Name of everything in a module, for what is mounted as a whole. */
const wholeModule = '*';

/**
 * What comes before a route: the prefix of its router and those of everything that router is mounted on, in
 * this file and in others. A router may be mounted several times.
 */
export class RouteGroups {
  readonly #files: ReadonlyMap<string, FileFacts>;
  readonly #imports: ImportTable;
  readonly #mounts = new Map<string, Mount[]>();
  readonly #known = new Map<string, readonly RouteText[]>();
  /** Files of C# by the methods that register routes: they are called on the router, and imported by nobody. */
  readonly #extensions = new Map<string, string[]>();
  /** Routers that are classes, by their names: others are derived from them. */
  readonly #classRouters = new Map<string, RouterFact[]>();
  /** Files of Go by their folders: each folder is one package, whose files import nothing of one another. */
  readonly #packages = new Map<string, string[]>();

  constructor({ files }: IndexedFacts, imports: ImportTable) {
    this.#files = files;
    this.#imports = imports;
    for (const [path, facts] of files) {
      for (const name of extensionsOf(facts)) push(this.#extensions, name, path);
      if (facts.language === 'go') push(this.#packages, folderOf(path), path);
      const classes = withClasses.has(facts.language) ? facts.routers : [];
      for (const router of classes) push(this.#classRouters, router.name, router);
    }
    for (const [path, { mounts }] of files) {
      for (const fact of mounts) {
        for (const key of new Set(this.#childKeys(path, fact))) push(this.#mounts, key, { path, fact });
      }
    }
  }

  /** Full texts of a route; several where its router is mounted several times. */
  fullTexts(path: string, route: RouteFact): readonly RouteText[] {
    const { router, within, place } = route;
    const own = routeTextOf(route.path);
    const position = { path, router, within, line: place.line };
    const prefixes = [...this.#prefixesOf(position, new Set(), 0)];
    // Flask's `register_blueprint(bp, url_prefix=…)` replaces the blueprint's own prefix.
    if (route.framework === 'flask') prefixes.push(...this.#mountPrefixes(position, new Set(), 0));
    return prefixes.slice(0, maxPrefixes).map((prefix) => joinRoutes(prefix, own));
  }

  /** Full prefixes that a mount gives. */
  mountTexts(path: string, { parent, within, place, prefix }: MountFact): readonly RouteText[] {
    const own = routeTextOf(prefix);
    const position = { path, router: parent, within, line: place.line };
    return this.#prefixesOf(position, new Set(), 0).map((before) => joinRoutes(before, own));
  }

  /** Whether nothing says where the router of a route is mounted, though it is handed out to be. */
  isLoose(path: string, { router, within, place }: RouteFact): boolean {
    const facts = this.#files.get(path);
    const exported = facts?.exports.some(({ local }) => local === router) ?? false;
    return exported && this.#mountsOf({ path, router, within, line: place.line }).length === 0;
  }

  #prefixesOf(position: Position, above: ReadonlySet<string>, depth: number): readonly RouteText[] {
    const key = `${position.path}\0${position.router}\0${position.within}`;
    if (above.has(key) || depth > maxDepth) return [];
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const own = this.#ownPrefix(position);
    const mounted = this.#mountPrefixes(position, new Set([...above, key]), depth);
    const prefixes = (mounted.length === 0 ? [nothing] : mounted).map((prefix) => joinRoutes(prefix, own));
    // Inside a cycle the answer is not whole.
    if (depth === 0) this.#known.set(key, prefixes);
    return prefixes;
  }

  #mountPrefixes(position: Position, above: ReadonlySet<string>, depth: number): readonly RouteText[] {
    const prefixes: RouteText[] = [];
    for (const { path, fact } of this.#mountsOf(position)) {
      const parent = { path, router: fact.parent, within: fact.within, line: fact.place.line };
      const prefix = routeTextOf(fact.prefix);
      for (const outer of this.#prefixesOf(parent, above, depth + 1))
        prefixes.push(joinRoutes(outer, prefix));
      if (prefixes.length >= maxPrefixes) break;
    }
    return prefixes;
  }

  /** A variable of that name may be declared in several functions: the last before the route is meant. */
  #ownPrefix({ path, router, line }: Position): RouteText {
    const named = (this.#files.get(path)?.routers ?? []).filter(({ name }) => name === router);
    const before = named.filter(({ place }) => place.line <= line);
    const found = before.at(-1) ?? named[0];
    return routeTextOf(found?.prefix ?? this.#inheritedPrefix(path, router));
  }

  /** A controller without a prefix has that of the class that it is derived from, which may be in another file. */
  #inheritedPrefix(path: string, router: string): TextPattern {
    const facts = this.#files.get(path);
    const derived = facts?.symbols.find(({ name, isType }) => isType === true && name === router);
    for (const base of derived?.bases ?? []) {
      const [only, ...others] = this.#classRouters.get(base.replace(/<.*$/s, '')) ?? [];
      if (only === undefined || others.length > 0) continue;
      const name = router.replace(/Controller$/, '');
      return only.prefix.map((piece) => piece.replace(/\[controller\]/gi, name));
    }
    return [''];
  }

  #mountsOf({ path, router, within }: Position): readonly Mount[] {
    const byName = this.#mounts.get(keyOf(path, router)) ?? [];
    const near = byName.filter((mount) => mount.path === path && mount.fact.within === within);
    if (near.length > 0) return near;
    const byFunction = functionsOf(within).flatMap((name) => this.#mounts.get(keyOf(path, name)) ?? []);
    const named = [...byName, ...byFunction];
    return named.length > 0 ? named : (this.#mounts.get(keyOf(path, wholeModule)) ?? []);
  }

  /** What a mount may mean by its child, as keys. */
  #childKeys(path: string, { child }: MountFact): readonly string[] {
    const facts = this.#files.get(path);
    if (facts === undefined || child === '') return [];
    if (facts.language === 'go') return this.#goKeys(path, facts, child);
    const [first = '', ...rest] = child.split('.');
    const name = rest.at(-1);
    const imported = facts.imports.filter(({ local }) => local === child || local === first);
    const keys = imported.flatMap((one) => this.#importedKeys(path, one, name));
    if (keys.length > 0) return keys;
    const modules = isDefinedIn(facts, child) ? [] : this.#imports.filesOf(path, child);
    if (modules.length > 0) return modules.flatMap((module) => this.#exportKeys(module, 'default'));
    // `orders.router` of a module that was named in full, or a variable of this file.
    const outer = name === undefined ? [] : this.#imports.filesOf(path, child.slice(0, -name.length - 1));
    const extensions = facts.language === 'csharp' ? (this.#extensions.get(child) ?? []) : [];
    return [path, ...outer, ...extensions].map((file) => keyOf(file, name ?? child));
  }

  /** A variable of the file, or a function or method of any file of its package, or of the one that is imported. */
  #goKeys(path: string, { imports }: FileFacts, child: string): readonly string[] {
    const parts = child.split('.');
    const imported = imports.find(({ local }) => local === parts[0]);
    const files =
      imported === undefined
        ? (this.#packages.get(folderOf(path)) ?? [])
        : this.#imports.filesOf(path, imported.module, '');
    const own = imported === undefined ? [keyOf(path, child)] : [];
    const [name = '', owner = ''] = (imported === undefined ? parts : parts.slice(1)).reverse();
    if (owner === '') return [...own, ...this.#functionKeys(files, name)];
    return [...own, ...this.#methodKeys(files, owner, name)];
  }

  #functionKeys(files: readonly string[], name: string): readonly string[] {
    const isIt = (symbol: CodeSymbol) => symbol.name === name && symbol.containers.length === 0;
    return files
      .filter((file) => this.#files.get(file)?.symbols.some(isIt) === true)
      .map((file) => keyOf(file, name));
  }

  /** By the type that the method is of; where that is not told, only if one type has such a method. */
  #methodKeys(files: readonly string[], owner: string, name: string): readonly string[] {
    const methods = files.flatMap((file) =>
      (this.#files.get(file)?.symbols ?? [])
        .filter((symbol) => symbol.name === name && symbol.containers.length > 0)
        .map(({ containers }) => ({ file, type: containers.join('.') })),
    );
    const exact = methods.filter(({ type }) => type === owner);
    const named = exact.length > 0 ? exact : methods.filter(({ type }) => isInstanceName(owner, type));
    const found = named.length > 0 ? named : methods;
    return found.length === 1 ? found.map(({ file, type }) => keyOf(file, `${type}.${name}`)) : [];
  }

  #importedKeys(path: string, { module, name }: ImportFact, rest: string | undefined): readonly string[] {
    const isWhole = name === '*' || name === 'default';
    // `from shop import orders` may mean the module `shop.orders`, which then comes before `shop` itself.
    const modules = this.#imports.filesOf(path, module, isWhole ? '' : name);
    const plain = isWhole ? modules : this.#imports.filesOf(path, module);
    const deeper = modules.filter((file) => !plain.includes(file));
    return [
      ...deeper.flatMap((file) => this.#exportKeys(file, rest ?? 'default')),
      ...plain.flatMap((file) => this.#exportKeys(file, rest ?? (name === '*' ? 'default' : name))),
    ];
  }

  #exportKeys(module: string, name: string): readonly string[] {
    const exported = this.#files.get(module)?.exports.filter((fact) => fact.name === name) ?? [];
    if (exported.length === 0) return [keyOf(module, name === 'default' ? wholeModule : name)];
    return exported.map(({ local }) => keyOf(module, local === '' ? wholeModule : local));
  }
}

/** `orders`, `register` and `orders.register` of `orders.register`. */
function functionsOf(within: string): readonly string[] {
  const names = within.split('.').filter((name) => name !== '');
  return names.length > 1 ? [...names, names.slice(0, 2).join('.')] : names;
}

function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '');
}

const withClasses: ReadonlySet<Language> = new Set<Language>(['csharp', 'java', 'kotlin']);

function isDefinedIn({ routers, symbols }: FileFacts, name: string): boolean {
  return routers.some((router) => router.name === name) || symbols.some((symbol) => symbol.name === name);
}

/** `MapOrders` of `app.MapGroup("/orders").MapOrders()`. */
function extensionsOf({ language, routes, symbols }: FileFacts): readonly string[] {
  if (language !== 'csharp' || routes.length === 0) return [];
  return symbols.filter(({ name }) => /^Map[A-Z]/.test(name)).map(({ name }) => name);
}

function keyOf(path: string, name: string): string {
  return `${path}\0${name}`;
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
