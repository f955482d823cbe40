import type { CodeIndex, IndexedFacts } from './codeIndex.ts';
import { ImportResolver } from './importResolver.ts';
import type { RungContext } from './rung.ts';
import type { FileFacts, ImportFact, MountFact } from './syntax/fileFacts.ts';
import type { Language } from './syntax/language.ts';

/** Which files the modules are that files with mounts and spans name, found out once for all of them. */
export class ImportTable {
  readonly #files = new Map<string, readonly string[]>();

  /** Files of the workspace that a module means, as a file writes it; the best first. */
  filesOf(from: string, module: string, name = ''): readonly string[] {
    return this.#files.get(keyOf(from, module, name)) ?? [];
  }

  /** Looks up everything that the routes' and the tracers' names may lead to. */
  static async of({ files }: IndexedFacts, { files: reader, index }: RungContext): Promise<ImportTable> {
    const table = new ImportTable();
    const lookup = new Lookup(new ImportResolver(reader), index);
    for (const [path, facts] of files) {
      for (const question of questionsOf(facts)) {
        const key = keyOf(path, question.module, question.name);
        if (!table.#files.has(key))
          table.#files.set(key, await lookup.filesOf(path, question, facts.language));
      }
    }
    return table;
  }
}

/** Modules that hand on what others define; more in a row nobody writes. */
const maxHops = 3;

/** Follows modules to the files that define a name, through those that only hand it on. */
class Lookup {
  readonly #resolver: ImportResolver;
  readonly #index: CodeIndex;

  constructor(resolver: ImportResolver, index: CodeIndex) {
    this.#resolver = resolver;
    this.#index = index;
  }

  async filesOf(from: string, { module, name }: Question, language: Language): Promise<readonly string[]> {
    const direct = await this.#resolver.resolve(from, module, language, name === '' ? undefined : name);
    if (!scripts.has(language)) return direct;
    const handed = await Promise.all(direct.map((path) => this.#handedOn(path, name, language, maxHops)));
    return [...new Set([...direct, ...handed.flat()])];
  }

  /** What a barrel (`export * from './users'`, `export { users } from './users'`) leads to. */
  async #handedOn(path: string, name: string, language: Language, hops: number): Promise<readonly string[]> {
    const facts = hops === 0 ? undefined : await this.#index.factsOf(path);
    if (facts === undefined) return [];
    const locals = facts.exports
      .filter((fact) => fact.name === (name || 'default'))
      .map(({ local }) => local);
    const sources = facts.imports.filter(({ local }) => local === '*' || locals.includes(local));
    const found: string[] = [];
    for (const { module, name: inner } of sources) {
      for (const file of await this.#resolver.resolve(path, module, language)) {
        const next = inner === '*' ? name : inner === 'default' ? '' : inner;
        if (file !== path) found.push(file, ...(await this.#handedOn(file, next, language, hops - 1)));
      }
    }
    return found;
  }
}

const scripts: ReadonlySet<Language> = new Set(['javascript', 'typescript', 'tsx']);

interface Question {
  readonly module: string;
  /** Empty where the module itself is meant. */
  readonly name: string;
}

function questionsOf({ imports, mounts, spans }: FileFacts): readonly Question[] {
  const tracers = new Set(spans.map(({ tracer }) => tracer));
  const children = new Set(mounts.flatMap(({ child }) => [child, child.split('.')[0] ?? '']));
  const used = imports.filter(({ local }) => tracers.has(local) || children.has(local));
  return [...used.flatMap(questionsOfImport), ...mounts.flatMap(modulesOfMount)];
}

function questionsOfImport({ module, name }: ImportFact): readonly Question[] {
  return name === '*' || name === 'default'
    ? [{ module, name: '' }]
    : [
        { module, name },
        { module, name: '' },
      ];
}

/** `include('shop.urls')`, `require('./routes/orders')` in place, `orders.router` of a package that was imported whole. */
export function modulesOfMount({ child }: Pick<MountFact, 'child'>): readonly Question[] {
  const owner = child.includes('.') ? child.slice(0, child.lastIndexOf('.')) : '';
  const modules = /[./]/.test(child)
    ? [child, ...(owner === '' || /^\.+\/?|\/$/.test(owner) ? [] : [owner])]
    : [];
  return modules.map((module) => ({ module, name: '' }));
}

function keyOf(from: string, module: string, name: string): string {
  return `${from}\0${module}\0${name}`;
}
