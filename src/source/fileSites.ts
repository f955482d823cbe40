import type { SiteId } from '../shared/ids.ts';
import type { CodeLocation } from '../shared/placement.ts';

/** A line of a file, and the sites on it. */
export interface LineSites {
  /** 1-based. */
  readonly line: number;
  readonly sites: readonly SiteId[];
}

/** Sites by file and line. Asking for a file costs as much as the file has sites, however many there are. */
export class FileSites {
  readonly #files = new Map<string, Map<number, Set<SiteId>>>();

  /** Every line of the file with a site on it, from the top. */
  ofFile(path: string): readonly LineSites[] {
    const lines = [...(this.#files.get(path) ?? [])];
    lines.sort(([a], [b]) => a - b);
    return lines.map(([line, sites]) => ({ line, sites: [...sites] }));
  }

  add(site: SiteId, { path, line }: CodeLocation): void {
    const lines = this.#files.get(path) ?? new Map<number, Set<SiteId>>();
    const sites = lines.get(line) ?? new Set<SiteId>();
    this.#files.set(path, lines.set(line, sites.add(site)));
  }

  delete(site: SiteId, { path, line }: CodeLocation): void {
    const lines = this.#files.get(path);
    const sites = lines?.get(line);
    sites?.delete(site);
    if (sites?.size === 0) lines?.delete(line);
    if (lines?.size === 0) this.#files.delete(path);
  }
}
