import type { IndexedFacts } from './codeIndex.ts';
import type { ImportTable } from './importTable.ts';
import { RouteGroups } from './routeGroups.ts';
import { isParameter, type RouteSegment, type RouteText } from './routeText.ts';
import { RouteTrie } from './routeTrie.ts';
import type { FileFacts, MountFact, RouteFact } from './syntax/fileFacts.ts';

/** One full text of a route in the code. */
export interface RouteEntry {
  /** Of the file. */
  readonly path: string;
  readonly facts: FileFacts;
  readonly route: RouteFact;
  readonly text: RouteText;
  /** Its router is handed out to be mounted, and nobody knows where. */
  readonly loose: boolean;
}

/** A router or application under its full prefix. */
export interface MountEntry {
  readonly path: string;
  readonly facts: FileFacts;
  readonly mount: MountFact;
}

/** An entry, and how much of the route that was asked for it explains. */
export interface RouteMatch {
  readonly entry: RouteEntry;
  /** The route in the code and the one that was asked for are one; otherwise one is the end of the other. */
  readonly whole: boolean;
  /** Segments in common. */
  readonly shared: number;
}

/** More entries than this that end alike are no help to choose from. */
const maxMatches = 50;

/** Prefixes that neither the code nor the path tells: of a proxy, of an application server. */
const maxUnknownPrefix = 2;

/** Every route of the workspace by its full text; each question costs as much as its route has segments. */
export class RouteTable {
  readonly #byName = new Map<string, RouteEntry[]>();
  /** From the last segment to the first. */
  readonly #backward = new RouteTrie<RouteEntry>();
  readonly #forward = new RouteTrie<RouteEntry>();
  readonly #mounts = new Map<string, MountEntry[]>();

  constructor(facts: IndexedFacts, imports: ImportTable) {
    const groups = new RouteGroups(facts, imports);
    for (const [path, file] of facts.files) {
      for (const route of file.routes) this.#add(path, file, route, groups);
      for (const mount of file.mounts) this.#addMount(path, file, mount, groups);
    }
  }

  /** What is mounted at exactly this prefix: all that is known of a request that a mounted application handles. */
  mountedAt(segments: readonly RouteSegment[]): readonly MountEntry[] {
    return segments.length === 0 ? [] : (this.#mounts.get(segments.join('/')) ?? []);
  }

  /** Routes that are registered under a name (Symfony). */
  named(name: string): readonly RouteEntry[] {
    return this.#byName.get(name) ?? [];
  }

  /** By a route as a framework tells it. The ones that are it; else the ones that end like it, most in common first. */
  byRoute(segments: readonly RouteSegment[]): readonly RouteMatch[] {
    const ends = this.#backward.along([...segments].reverse().map(plainParameter));
    const inner = ends
      .filter(({ depth, value }) => depth < segments.length || value.text.open)
      .map(({ value, depth }) => ({ entry: value, whole: false, shared: depth }));
    const whole = ends
      .filter(({ depth, value }) => depth === segments.length && !value.text.open)
      .map(({ value, depth }) => ({ entry: value, whole: true, shared: depth }));
    if (whole.length > 0) return whole;
    const longer = this.#backward
      .below([...segments].reverse().map(plainParameter), maxMatches)
      .map((entry) => ({ entry, whole: false, shared: segments.length }));
    return [...inner, ...longer]
      .filter(saysSomething)
      .sort((a, b) => b.shared - a.shared)
      .slice(0, maxMatches);
  }

  /**
   * By the path of a request, in which `*` stands for an id: static segments beat parameters. Where nothing
   * fits, the path without a first segment or two, which a proxy may have put there.
   */
  byPath(segments: readonly string[]): readonly RouteMatch[] {
    for (let skip = 0; skip <= maxUnknownPrefix && skip <= segments.length; skip++) {
      const rest = segments.slice(skip);
      const found = this.#forward.matching(rest).filter(({ text }) => skip === 0 || hasStatic(text.segments));
      const whole = skip === 0;
      if (found.length > 0) return found.map((entry) => ({ entry, whole, shared: rest.length }));
    }
    return [];
  }

  #addMount(path: string, facts: FileFacts, mount: MountFact, groups: RouteGroups): void {
    for (const text of groups.mountTexts(path, mount).filter(isWholeText)) {
      const key = text.segments.join('/');
      this.#mounts.set(key, [...(this.#mounts.get(key) ?? []), { path, facts, mount }]);
    }
  }

  #add(path: string, facts: FileFacts, route: RouteFact, groups: RouteGroups): void {
    const loose = groups.isLoose(path, route);
    for (const text of groups.fullTexts(path, route)) {
      const entry = { path, facts, route, text: withTokens(text, route, facts), loose };
      if (entry.text.segments.length > 0 || !text.open) {
        this.#backward.add([...entry.text.segments].reverse().map(plainParameter), entry);
        if (!text.open) this.#forward.add(entry.text.segments, entry);
      }
      if (route.name !== undefined)
        this.#byName.set(route.name, [...(this.#byName.get(route.name) ?? []), entry]);
    }
  }
}

function isWholeText({ segments, open }: RouteText): boolean {
  return !open && segments.length > 0 && !segments.includes('{?}');
}

/** ASP.NET's `[controller]` and `[action]`, which the reader of routes takes for parameters, are put in by name. */
function withTokens(
  text: RouteText,
  { handler, router, path, framework }: RouteFact,
  facts: FileFacts,
): RouteText {
  if (facts.language !== 'csharp' || framework === 'minimal') return text;
  const raw = [
    ...facts.routers.filter(({ name }) => name === router).map(({ prefix }) => prefix.join('')),
    path.join(''),
  ].join('/');
  const tokens = raw.match(/\[(?:controller|action)\]/g) ?? [];
  const names = tokens.map((token) =>
    token === '[controller]'
      ? router.replace(/Controller$/, '')
      : handler.type === 'unknown'
        ? ''
        : handler.name,
  );
  const segments = [...text.segments];
  for (const name of names) {
    const at = segments.indexOf('{}');
    if (at >= 0 && name !== '') segments[at] = name;
  }
  return { ...text, segments };
}

/** The end alone must say more than that there is a parameter. */
function saysSomething({ entry, shared }: RouteMatch): boolean {
  const { segments } = entry.text;
  return hasStatic(segments.slice(Math.max(0, segments.length - shared)));
}

function hasStatic(segments: readonly RouteSegment[]): boolean {
  return segments.some((segment) => !isParameter(segment));
}

/** One framework's rest of the path is the other's parameter. */
function plainParameter(segment: RouteSegment): RouteSegment {
  return segment === '{*}' ? '{}' : segment;
}
