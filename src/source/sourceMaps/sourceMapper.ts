import type { CodeLocation } from '../../shared/placement.ts';
import { type FileCertainty, fileConfidence } from '../fileConfidence.ts';
import { FileText } from '../fileText.ts';
import { isVendored } from '../libraryPath.ts';
import { followLine } from '../lineFollow.ts';
import { isBelow, joined, parentOf } from '../localPath.ts';
import type { PathMatch } from '../pathMatch.ts';
import { segmentsOf } from '../sourcePath.ts';
import type { FileReader } from '../workspaceFiles.ts';
import { mappedSource } from './mappedSource.ts';
import { type LoadedMap, SourceMapCache } from './sourceMapCache.ts';
import { type MappedPlace, SourceMapFile } from './sourceMapFile.ts';
import { sourceMapReference } from './sourceMapReference.ts';

/** Generated files and maps of more bytes are refused: reading one would be felt. */
export const maxMapBytes = 20 * 1024 * 1024;

/** A line longer than this is minified, and without a column could be anything. */
const longLine = 500;

/** What a place in generated code is. */
export type Original =
  | {
      readonly type: 'source';
      readonly location: CodeLocation;
      readonly file: FileCertainty;
      readonly note?: string;
      /** The line is where its text is now. */
      readonly followed?: boolean;
    }
  /** Code of a package, or of the bundler's. */
  | { readonly type: 'library' }
  /** No map, no entry there, or its source is not here; why, where it is worth saying. */
  | { readonly type: 'none'; readonly why?: string };

/** What is needed of a `PathMapper`. */
interface Paths {
  map(text: string): Promise<PathMatch>;
}

/** Finds the sources of generated code by the maps that lie beside it, or in it. */
export class SourceMapper {
  readonly #files: FileReader;
  readonly #paths: Paths;
  readonly #cache: SourceMapCache;

  constructor(files: FileReader, paths: Paths, cache: SourceMapCache = new SourceMapCache()) {
    this.#files = files;
    this.#paths = paths;
    this.#cache = cache;
  }

  /** The place in the source of a place in a generated file of this machine, where it is the user's own. */
  async original(path: string, line: number, column?: number): Promise<CodeLocation | undefined> {
    const found = await this.trace(path, line, column);
    return found.type === 'source' && found.file.confidence !== 'low' ? found.location : undefined;
  }

  /** The same with how sure it is, and why not. Lines and columns are 1-based, as V8's are. */
  async trace(path: string, line: number, column?: number): Promise<Original> {
    const stamp = await this.#files.stamp(path);
    if (stamp === undefined) return { type: 'none' };
    const beside = (await this.#files.stamp(`${path}.map`)) ?? '';
    const loaded = await this.#cache.get(path, `${stamp} ${beside}`, () => this.#load(path));
    if (loaded.type === 'none') return loaded;
    const place = loaded.map.original(line, column);
    if (place === undefined) return { type: 'none', why: 'the source map has no entry there' };
    if (place.ignored) return { type: 'library' };
    return this.#sourceOf(place, loaded.mapPath);
  }

  async #load(path: string): Promise<LoadedMap> {
    const text = await this.#files.readText(path, maxMapBytes);
    if (text === undefined) return { type: 'none', why: 'the generated file is larger than 20 MB' };
    const reference = sourceMapReference(text);
    if (reference.type === 'inline') return parsed(reference.text, path);
    const named = reference.type === 'file' ? await this.#mapPath(path, reference.path) : undefined;
    for (const mapPath of new Set([named ?? [], `${path}.map`].flat())) {
      if ((await this.#files.stamp(mapPath)) === undefined) continue;
      const mapText = await this.#files.readText(mapPath, maxMapBytes);
      return mapText === undefined
        ? { type: 'none', why: 'the source map is larger than 20 MB' }
        : parsed(mapText, mapPath);
    }
    return { type: 'none' };
  }

  /** A reference may be written by anybody: only what is the user's own is read. */
  async #mapPath(path: string, reference: string): Promise<string | undefined> {
    const beside = /^(?:[\\/]|file:|[a-z]:)/i.test(reference) ? undefined : joined(parentOf(path), reference);
    if (beside !== undefined)
      return this.#files.folders.some((one) => isBelow(beside, one)) ? beside : undefined;
    return fileConfidence(await this.#paths.map(reference))?.path;
  }

  async #sourceOf(place: MappedPlace, mapPath: string): Promise<Original> {
    const source = mappedSource(place.source);
    if (source.type === 'library') return source;
    const isProject = source.type === 'project';
    const file = await (isProject
      ? this.#inProjects(source.path, mapPath)
      : this.#atPath(source.path, mapPath));
    if (file === undefined) return { type: 'none', why: 'the source that the map names is not here' };
    if (isVendored(segmentsOf(file.path))) return { type: 'library' };
    return this.#placeIn(file, place);
  }

  /** Relative to the map, that very file; absolute, it may be a path of where it was built. */
  async #atPath(path: string, mapPath: string): Promise<FileCertainty | undefined> {
    const absolute = /^(?:[\\/]|file:|[a-z]:)/i.test(path);
    const match = absolute ? this.#paths.map(path) : this.#mapExact(joined(parentOf(mapPath), path));
    return fileConfidence(await match);
  }

  /** The nearest folder above the map that has such a file; bundlers' paths begin at the project. */
  async #inProjects(path: string, mapPath: string): Promise<FileCertainty | undefined> {
    for (
      let folder = parentOf(mapPath);
      this.#files.folders.some((one) => isBelow(folder, one));
      folder = parentOf(folder)
    ) {
      const found = fileConfidence(await this.#mapExact(joined(folder, path)));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #mapExact(path: string): Promise<PathMatch> {
    const match = await this.#paths.map(path);
    return match.type === 'exact' ? match : { type: 'unknown' };
  }

  /** Where the line of the map is now: the source may have changed since it was compiled. */
  async #placeIn(file: FileCertainty, { line, column, text }: MappedPlace): Promise<Original> {
    const now = await this.#files.readText(file.path);
    if (now === undefined) return { type: 'none', why: 'the source that the map names is not here' };
    const lines = new FileText(now);
    const followed = text === undefined ? undefined : followLine({ line: text }, line, lines);
    const followedLine = followed?.type === 'gone' ? undefined : (followed?.line ?? line);
    if (followedLine === undefined || lines.line(followedLine) === undefined) {
      const doubtful = { ...file, exact: false, confidence: 'low' as const };
      const location = { path: file.path, line: Math.min(line, lines.lines().length) };
      return { type: 'source', location, file: doubtful, note: 'the line has changed since it was compiled' };
    }
    if (followedLine === line) return { type: 'source', location: { path: file.path, line, column }, file };
    const note = 'the line has moved since it was compiled';
    const location = { path: file.path, line: followedLine, column };
    return { type: 'source', location, file, note, followed: true };
  }
}

/** Whether a place without a column can be told by its line alone. */
export function tellsByLine(lineText: string | undefined): boolean {
  return lineText !== undefined && lineText.length <= longLine;
}

function parsed(text: string, mapPath: string): LoadedMap {
  try {
    return { type: 'map', map: new SourceMapFile(text), mapPath, characters: text.length };
  } catch {
    return { type: 'none', why: 'the source map cannot be read' };
  }
}
