import { AnyMap, decodedMappings, type TraceMap, traceSegment } from '@jridgewell/trace-mapping';

/** A place in a source, as the map has it: 1-based. */
export interface MappedPlace {
  /** As it stands in the map, `sourceRoot` before it: relative to the map's file, or with a bundler's scheme. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
  /** The text of the line when the map was made, where the map has it. */
  readonly text: string | undefined;
  /** The map says that this is not the developer's own code. */
  readonly ignored: boolean;
}

/** One source map (ECMA-426), index maps included. */
export class SourceMapFile {
  readonly #map: TraceMap;

  /** Throws for what is no source map. */
  constructor(text: string) {
    // A prefix against scripts that include JSON (ECMA-426, "Resolving source maps").
    this.#map = AnyMap(text.replace(/^\)\]\}'[^\n]*\n/, ''));
  }

  /** Lines and columns are 1-based, as V8's are. Without a column, where the line begins to be of a source. */
  original(line: number, column: number | undefined): MappedPlace | undefined {
    const segment =
      column === undefined ? this.#firstOf(line) : traceSegment(this.#map, line - 1, column - 1);
    if (segment === undefined || segment === null || segment.length < 4) return undefined;
    const [, index, sourceLine, sourceColumn] = segment as readonly [number, number, number, number];
    const source = this.#map.resolvedSources[index];
    if (source === undefined || source === '') return undefined;
    return {
      source,
      line: sourceLine + 1,
      column: sourceColumn + 1,
      text: this.#map.sourcesContent?.[index]?.split(/\r?\n/, sourceLine + 1)[sourceLine],
      ignored: this.#map.ignoreList?.includes(index) ?? false,
    };
  }

  #firstOf(line: number): readonly number[] | undefined {
    const segments = decodedMappings(this.#map)[line - 1] ?? [];
    const sources = new Set(segments.flatMap((segment) => (segment.length > 1 ? [segment[1]] : [])));
    // A line with code of several sources is a bundle's, and without a column nobody can tell.
    return sources.size === 1 ? segments.find((segment) => segment.length > 1) : undefined;
  }
}
