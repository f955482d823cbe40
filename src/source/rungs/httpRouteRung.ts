import type { Confidence, Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import type { DefinitionFinder } from '../definitionFinder.ts';
import { FactsCache } from '../factsCache.ts';
import { httpMethodOf, isHandlerSpan, routeInName } from '../handlerSpan.ts';
import { ImportTable } from '../importTable.ts';
import { type RouteEntry, type RouteMatch, RouteTable } from '../routeTable.ts';
import { isParameter, routeSegments } from '../routeText.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import { handlerPlaces } from './handlerPlaces.ts';
import { oneOrChoices, placementAt } from './placements.ts';

/** One way to ask the table for a request's route. */
interface Question {
  readonly matches: readonly RouteMatch[];
  readonly evidence: string;
  /** A path is less than a route: what it fits by its parameters may be another. */
  readonly best: Confidence;
}

/**
 * The route of a request to its handler: `http.route` and what frameworks say instead, else the route in the span's
 * name, else that of a handler below it, else the path of the request.
 */
export class HttpRouteRung implements Rung {
  readonly name = 'http.route';
  readonly placesHandler = true;
  readonly #tables = new FactsCache(
    async (facts, context) => new RouteTable(facts, await ImportTable.of(facts, context)),
  );

  readonly #definitions: DefinitionFinder;

  constructor(definitions: DefinitionFinder) {
    this.#definitions = definitions;
  }

  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    if (site.kind !== 'server' && !isHandlerSpan(site)) return [];
    const table = await this.#tables.of(context);
    const method = await methodOf(site, context);
    for (const ask of questions) {
      const question = await ask(site, table, context);
      if (question === undefined) continue;
      const fitting = question.matches.filter(({ entry }) => isPossible(entry, site, method));
      const chosen = await choose(fitting, site, method, context);
      if (chosen.length > 0) return await this.#answer(chosen, question, method, context);
    }
    return this.#mounted(site, table);
  }

  /** An application under a prefix, whose own routes its spans do not tell. */
  #mounted(site: Site, table: RouteTable): readonly Placement[] {
    const route = site.kind === 'server' ? site.evidence['http.route'] : undefined;
    const found = route === undefined ? [] : table.mountedAt(segmentsOf(route));
    const own = found.filter(({ facts }) => mayBeWrittenIn(site, facts.language));
    const reason = {
      rung: this.name,
      confidence: 'medium',
      evidence: `what is mounted at ${route}`,
    } as const;
    return oneOrChoices(own.map(({ path, mount }) => placementAt(path, mount.place, reason)));
  }

  async #answer(
    chosen: readonly RouteMatch[],
    { evidence, best }: Question,
    method: string,
    context: RungContext,
  ): Promise<readonly Placement[]> {
    const answers: Placement[][] = [];
    for (const match of chosen) {
      const { path, route } = match.entry;
      const confidence = best === 'high' ? confidenceOf(match) : best;
      const answer = { rung: this.name, confidence, evidence, method };
      answers.push([
        ...(await handlerPlaces(
          { path, handler: route.handler, place: route.place },
          answer,
          context,
          this.#definitions,
        )),
      ]);
    }
    return answers.length === 1
      ? (answers[0] ?? [])
      : oneOrChoices(answers.flatMap(([first]) => first ?? []));
  }
}

type Ask = (site: Site, table: RouteTable, context: RungContext) => Promise<Question | undefined>;

const questions: readonly Ask[] = [byAttribute, byName, byDescendant, byPath];

async function byAttribute({ evidence }: Site, table: RouteTable): Promise<Question | undefined> {
  const uri = evidence.uri?.startsWith('/') === true ? evidence.uri : undefined;
  const route = evidence['http.route'] ?? evidence['next.route'] ?? uri;
  if (route === undefined) return undefined;
  const named = route.includes('/')
    ? []
    : table.named(route).map((entry) => ({ entry, whole: true, shared: 1 }));
  const key = evidence['http.route'] === undefined ? 'the route' : 'http.route';
  return {
    matches: named.length > 0 ? named : table.byRoute(segmentsOf(route)),
    evidence: `from ${key} ${route}`,
    best: 'high',
  };
}

async function byName({ name }: Site, table: RouteTable): Promise<Question | undefined> {
  const route = routeInName(name);
  if (route === undefined) return undefined;
  return {
    matches: table.byRoute(segmentsOf(route)),
    evidence: `from the route in the name ${name}`,
    best: 'high',
  };
}

/** Several handlers below one site are of several routes, and none of them is the site's. */
async function byDescendant(
  site: Site,
  table: RouteTable,
  context: RungContext,
): Promise<Question | undefined> {
  if (site.kind !== 'server') return undefined;
  const { descendants } = await context.relatives();
  const routes = descendants
    .filter(isHandlerSpan)
    .map((one) => one.evidence['http.route'] ?? routeInName(one.name));
  const [route, ...others] = new Set(routes.filter((one) => one !== undefined && one !== ''));
  if (route === undefined || others.length > 0) return undefined;
  return {
    matches: table.byRoute(segmentsOf(route)),
    evidence: `from the route ${route} of a handler below it`,
    best: 'high',
  };
}

async function byPath({ evidence, kind }: Site, table: RouteTable): Promise<Question | undefined> {
  const path = evidence['url.path'] ?? evidence['http.target'];
  if (path === undefined || kind !== 'server') return undefined;
  const segments = path.split('/').filter((segment) => segment !== '');
  const matches = table.byPath(segments);
  const isStatic = matches.every(({ entry }) => entry.text.segments.some((one) => !isParameter(one)));
  const sure =
    matches.every(({ whole, entry }) => whole && !entry.text.segments.includes('{*}')) &&
    (isStatic || segments.length === 0);
  return { matches, evidence: `from the path ${path}`, best: sure ? 'high' : 'medium' };
}

/** Next.js says the file's kind at the end of the route. */
function segmentsOf(route: string): readonly string[] {
  const segments = routeSegments(route);
  return /\/(?:page|route)$/.test(route) && /\[|\(/.test(route) ? segments.slice(0, -1) : segments;
}

/** Of a handler's span the request's own span knows the method. */
async function methodOf(site: Site, context: RungContext): Promise<string> {
  const own = httpMethodOf(site);
  if (own !== '' || site.kind === 'server') return own;
  const { ancestors } = await context.relatives();
  const methods = new Set(
    ancestors
      .flat()
      .filter(({ kind }) => kind === 'server')
      .map(httpMethodOf),
  );
  return methods.size === 1 ? ([...methods][0] ?? '') : '';
}

function isPossible({ route, facts }: RouteEntry, site: Site, method: string): boolean {
  return mayBeWrittenIn(site, facts.language) && takes(route.methods, method);
}

function takes(methods: readonly string[], method: string): boolean {
  if (methods.length === 0 || method === '') return true;
  return methods.includes(method) || (method === 'HEAD' && methods.includes('GET'));
}

/** The best matches, one for each route; several only where nothing tells them apart. */
async function choose(
  matches: readonly RouteMatch[],
  site: Site,
  method: string,
  context: RungContext,
): Promise<readonly RouteMatch[]> {
  const most = Math.max(...matches.map(({ shared }) => shared));
  const best = onePerRoute(matches.filter(({ shared }) => shared === most));
  const preferences: readonly ((match: RouteMatch) => boolean)[] = [
    ({ entry }) => !entry.loose,
    ({ entry }) => site.scope.toLowerCase().includes(entry.route.framework.toLowerCase()),
    ({ entry }) => method !== '' && entry.route.methods.includes(method),
  ];
  const preferred = preferences.reduce(preferring, best);
  const byPath = preferred.map((match) => ({ path: match.entry.path, match }));
  const own = (await preferService(byPath, site, context)).map(({ match }) => match);
  return firstOfOneRouter(own);
}

function preferring(
  matches: readonly RouteMatch[],
  prefers: (match: RouteMatch) => boolean,
): readonly RouteMatch[] {
  const preferred = matches.filter(prefers);
  return preferred.length > 0 ? preferred : matches;
}

function onePerRoute(matches: readonly RouteMatch[]): readonly RouteMatch[] {
  const seen = new Set<string>();
  return matches.filter(({ entry: { path, route } }) => {
    const key = `${path}\0${route.place.line}\0${route.place.column}`;
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

/** Of two registrations of one route on one router the first one takes the requests. */
function firstOfOneRouter(matches: readonly RouteMatch[]): readonly RouteMatch[] {
  const [first] = matches;
  if (first === undefined) return [];
  const same = matches.every(
    ({ entry }) =>
      entry.path === first.entry.path &&
      entry.route.router === first.entry.route.router &&
      entry.route.within === first.entry.route.within,
  );
  return same ? [{ ...first, whole: first.whole && matches.length === 1 }] : matches;
}

/** An end of a route is high only when it is long enough, and what is missing before it is a prefix that is usual. */
function confidenceOf({ entry, whole, shared }: RouteMatch): Confidence {
  if (whole) return 'high';
  const { segments } = entry.text;
  return shared >= 2 && shared === segments.length && (entry.loose || entry.text.open) ? 'high' : 'medium';
}
