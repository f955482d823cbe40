import type { SourceMapFile } from './sourceMapFile.ts';

/** A generated file's map, or why there is none. */
export type LoadedMap =
  | {
      readonly type: 'map';
      readonly map: SourceMapFile;
      readonly mapPath: string;
      readonly characters: number;
    }
  | { readonly type: 'none'; readonly why?: string };

/** Maps beyond this many characters together are forgotten, the ones asked for longest ago first. */
const maxCharacters = 64 * 1024 * 1024;

/** Source maps that were read, each until its files are written again. */
export class SourceMapCache {
  readonly #maps = new Map<string, { readonly stamp: string; readonly map: Promise<LoadedMap> }>();
  readonly #sizes = new Map<string, number>();

  /** The map of a key; made anew when the stamp is another one. */
  get(key: string, stamp: string, load: () => Promise<LoadedMap>): Promise<LoadedMap> {
    const known = this.#maps.get(key);
    const entry = known?.stamp === stamp ? known : { stamp, map: load() };
    // Put last again: the order is that of use.
    this.#maps.delete(key);
    this.#maps.set(key, entry);
    if (entry !== known) void this.#weigh(key, entry);
    return entry.map;
  }

  async #weigh(key: string, entry: { readonly map: Promise<LoadedMap> }): Promise<void> {
    try {
      const loaded = await entry.map;
      this.#sizes.set(key, loaded.type === 'map' ? loaded.characters : 100);
    } catch {
      // Who asked is told; it is no answer to keep.
      if (this.#maps.get(key) === entry) this.#maps.delete(key);
    }
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    let sum = 0;
    for (const key of [...this.#maps.keys()].reverse()) {
      sum += this.#sizes.get(key) ?? 0;
      if (sum <= maxCharacters || this.#maps.size === 1) continue;
      this.#maps.delete(key);
      this.#sizes.delete(key);
    }
  }
}
