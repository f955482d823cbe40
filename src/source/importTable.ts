import type { IndexedFacts } from './codeIndex.ts';
import { ImportResolver } from './importResolver.ts';
import type { FileFacts, ImportFact, MountFact } from './syntax/fileFacts.ts';
import type { FileReader } from './workspaceFiles.ts';

/** Which files the modules are that files with mounts and spans name, found out once for all of them. */
export class ImportTable {
  readonly #files = new Map<string, readonly string[]>();

  /** Files of the workspace that a module means, as a file writes it; the best first. */
  filesOf(from: string, module: string, name = ''): readonly string[] {
    return this.#files.get(keyOf(from, module, name)) ?? [];
  }

  /** Looks up everything that the routes' and the tracers' names may lead to. */
  static async of({ files }: IndexedFacts, reader: FileReader): Promise<ImportTable> {
    const table = new ImportTable();
    const resolver = new ImportResolver(reader);
    for (const [path, facts] of files) {
      for (const { module, name } of questionsOf(facts)) {
        const key = keyOf(path, module, name);
        if (!table.#files.has(key))
          table.#files.set(
            key,
            await resolver.resolve(path, module, facts.language, name === '' ? undefined : name),
          );
      }
    }
    return table;
  }
}

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
