import type { Confidence, Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { isHandlerSpan } from '../handlerSpan.ts';
import { qualifiedDefinitions } from '../qualifiedNames.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import { type NamedCode, namedCodeOf } from './namedCode.ts';
import { oneOrChoices, placementOf } from './placements.ts';

/** What a framework calls the user's code (NestJS, Fastify, Express 5, Celery, Sidekiq, Micrometer, …) to its definition. */
export const frameworkRung: Rung = { name: 'framework', placesHandler: true, place };

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  const own = namedCodeOf(site) ?? (await nestHandler(site, context));
  if (own !== undefined) return await placesOf(own, site, context);
  return site.kind === 'server' ? await handlerBelow(context) : [];
}

/** NestJS names the controller on the handler's parent only. */
async function nestHandler(site: Site, { relatives }: RungContext): Promise<NamedCode | undefined> {
  const { evidence } = site;
  const callback = evidence['nestjs.callback'];
  if (evidence['nestjs.type'] !== 'handler' || callback === undefined) return undefined;
  const { ancestors } = await relatives();
  const named = ancestors.flat().map((one) => one.evidence['nestjs.controller']);
  const [controller, ...others] = new Set(named.filter((one) => one !== undefined));
  if (controller === undefined || others.length > 0) return undefined;
  return { parts: [controller, callback], evidence: 'from nestjs.callback and the controller above it' };
}

/**
 * The request's own span is where its one handler is. Functions that are only named may be middleware of the route, beside a
 * handler without a name.
 */
async function handlerBelow({ relatives, ...context }: RungContext): Promise<readonly Placement[]> {
  const { descendants } = await relatives();
  const places = new Map<string, Placement>();
  for (const below of descendants.filter(isHandlerSpan)) {
    const named = namedCodeOf(below);
    // A second span around the same function, which says nothing of it.
    if (named === undefined && isDoubled(below)) continue;
    const [first] = named === undefined ? [] : await placesOf(named, below, { ...context, relatives });
    if (first === undefined) return [];
    places.set(`${first.location.line}:${first.location.path}`, first);
  }
  const [only, ...others] = places.values();
  if (only === undefined || others.length > 0) return [];
  return [{ ...only, evidence: `${only.evidence} of the span below it` }];
}

/** Express and NestJS make two spans around a handler, of which one says what it is. */
function isDoubled({ evidence }: Site): boolean {
  return evidence['express.type'] !== undefined || evidence['nestjs.type'] === 'handler';
}

async function placesOf(
  { parts, evidence }: NamedCode,
  site: Site,
  context: RungContext,
): Promise<readonly Placement[]> {
  const all = await qualifiedDefinitions(parts, context, ({ language }) => mayBeWrittenIn(site, language));
  const free = all.filter(({ symbol }) => symbol.containers.length < parts.length);
  const found = await preferService(free.length > 0 ? free : all, site, context);
  const confidence = confidenceOf(parts);
  return oneOrChoices(
    found.map((one) => placementOf(one, { rung: frameworkRung.name, confidence, evidence })),
  );
}

/** A bare name, even if there is only one here, may be that of a library's function. */
function confidenceOf(parts: readonly string[]): Confidence {
  return parts.length === 1 ? 'medium' : 'high';
}
