import { join } from 'node:path';
import { freePort } from '../freePort.ts';
import { cache, root } from '../paths.mjs';
import type { AppSpec, Mode } from './appSpec.ts';

/** Names that stand for folders in `app.json` and in recordings. */
export type Folders = Readonly<Record<'app' | 'cache' | 'work' | 'root', string>>;

export function foldersOf(app: AppSpec, mode: Mode): Folders {
  const folder = join(cache, 'apps', app.name);
  const shared = app.install?.cache === undefined ? folder : join(cache, 'apps', app.install.cache);
  return { app: app.folder, cache: join(shared, 'install'), work: join(folder, mode), root };
}

/** Fills in `{app}`, `{port}` and their like; each `{port:WORD}` is a free port, the same one every time. */
export class Placeholders {
  readonly folders: Folders;
  readonly #ports: ReadonlyMap<string, number>;

  static async of(app: AppSpec, mode: Mode): Promise<Placeholders> {
    const names = new Set(JSON.stringify(app).match(/\{port(?::\w+)?\}/g));
    const ports = new Map<string, number>();
    for (const name of names) ports.set(name, await freePort(0));
    return new Placeholders(foldersOf(app, mode), ports);
  }

  constructor(folders: Folders, ports: ReadonlyMap<string, number> = new Map()) {
    this.folders = folders;
    this.#ports = ports;
  }

  get port(): number | undefined {
    return this.#ports.get('{port}');
  }

  fill(text: string): string {
    const folders = this.folders as Readonly<Record<string, string>>;
    return text
      .replace(/\{port(?::\w+)?\}/g, (name) => String(this.#ports.get(name) ?? name))
      .replace(/\{(app|cache|work|root)\}/g, (whole, name: string) => folders[name] ?? whole);
  }

  fillAll(values: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, this.fill(value)]));
  }
}
