import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { isFileLevel } from './fileLevel.ts';
import { httpMethodOf, routeInName } from './handlerSpan.ts';
import { isLibrarySite } from './libraryScope.ts';
import { placeKind } from './placeKind.ts';

/** A site and the best of its places. */
export interface PlacedSite {
  readonly site: Site;
  readonly placement: Placement | undefined;
}

/** How many spans lead to a line, and which do not. */
export interface Coverage {
  readonly spans: number;
  /** Of these, how many have a line, be it only that of what called them. */
  readonly placed: number;
  /** Of those that are placed, how many have only the line of what called them. */
  readonly called: number;
  /** Sites without a line, those with the most spans first. */
  readonly missing: readonly MissingSite[];
}

export interface MissingSite {
  readonly site: Site;
  /** Why, as a sentence without its full stop. */
  readonly reason: string;
}

/** Counts spans, not sites: what a developer sees in his traces. */
export function coverageOf(sites: readonly PlacedSite[]): Coverage {
  const spans = sum(sites.map(({ site }) => site.count));
  const without = sites.filter(({ placement }) => placement === undefined || isFileLevel(placement));
  const missing = without
    .map(({ site, placement }) => ({ site, reason: reasonOf(site, placement) }))
    .sort((a, b) => b.site.count - a.site.count);
  const called = sites.filter(({ placement }) => placement && placeKind(placement) === 'caller');
  return {
    spans,
    placed: spans - sum(missing.map(({ site }) => site.count)),
    called: sum(called.map(({ site }) => site.count)),
    missing,
  };
}

/** `92 % of spans have a line, 8 % that of their caller; 3 sites without one`. Never 100 % while one has none. */
export function coverageText({ spans, placed, called, missing }: Coverage): string {
  if (spans === 0) return 'No spans yet';
  const share = missing.length === 0 ? 'All spans' : `${percentOf(placed, spans)} of spans`;
  const callers = called === 0 ? '' : `, ${percentOf(called, spans)} that of their caller`;
  const sites = missing.length === 1 ? '1 site' : `${missing.length} sites`;
  return `${share} have a line${callers}${missing.length === 0 ? '' : `; ${sites} without one`}`;
}

/** Neither all nor nothing where it is only nearly so. */
function percentOf(part: number, whole: number): string {
  const percent = Math.round((100 * part) / whole);
  return `${part === whole ? 100 : Math.min(99, Math.max(part > 0 ? 1 : 0, percent))} %`;
}

function reasonOf(site: Site, placement: Placement | undefined): string {
  const failure = site.evidence['spanline.capture.error'];
  if (failure !== undefined) return `Capture failed: ${failure}`;
  if (placement !== undefined) return 'Only its file is known, not its line';
  if (site.kind === 'server') return serverReason(site);
  if (isLibrarySite(site)) return "A library's span, called from nowhere in the workspace";
  if (site.code.filePath !== undefined) return `Its file ${site.code.filePath} is not in the workspace`;
  if (site.code.functionName !== undefined)
    return `Its function ${site.code.functionName} is not in the workspace`;
  if (site.kind === 'consumer') return 'Nothing in the workspace is known to take these messages';
  return 'Its name stands nowhere in the workspace: it is computed, or the code is not here';
}

function serverReason({ evidence, name, code, ...site }: Site): string {
  const route = evidence['http.route'] ?? evidence['next.route'] ?? routeInName(name);
  const path = evidence['url.path'] ?? evidence['http.target'];
  if (evidence['rpc.method'] !== undefined)
    return `Nothing in the workspace implements ${evidence['rpc.method']}`;
  if (route !== undefined) return `The route ${route} is registered nowhere in the workspace`;
  if (path !== undefined)
    return `It tells no route, and none in the workspace is known to be that of ${path}`;
  if (code.filePath !== undefined) return `Its file ${code.filePath} is not in the workspace`;
  const isHttp = httpMethodOf({ evidence, name, code, ...site }) !== '';
  return isHttp ? 'It tells neither route nor path' : 'Nothing tells what handles it';
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
