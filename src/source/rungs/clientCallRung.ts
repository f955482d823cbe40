import type { CodeLocation, Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { isAsidePath, isToolsText } from '../asidePath.ts';
import { type CallLine, type ClientCall, callLines, clientCallOf } from '../clientCalls.ts';
import { isInstanceName } from '../definitionFinder.ts';
import { isFileLevel } from '../fileLevel.ts';
import { isLibrarySite } from '../libraryScope.ts';
import { qualifiedDefinitions } from '../qualifiedNames.ts';
import type { Rung, RungContext } from '../rung.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import type { FileFacts } from '../syntax/fileFacts.ts';
import { isSameRuntime, languageOf, languages } from '../syntax/language.ts';
import { placementAt } from './placements.ts';

/**
 * A client library's span to the only call it can come from: in the code of the spans above, or else in the whole
 * workspace. Where several calls are alike it says nothing.
 */
export const clientCallRung: Rung = { name: 'client call', searches: true, place };

/** Words in more files than this are no words to find a call by. */
const maxFiles = 60;

/** A stretch of a file. */
interface Range {
  readonly path: string;
  readonly first: number;
  readonly last: number;
}

interface FoundCall extends CallLine {
  readonly path: string;
  /** First line of the definition that it is in. */
  readonly owner: Range;
}

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  const call = isLibrarySite(site) ? clientCallOf(site) : undefined;
  if (call === undefined) return [];
  const ranges = await callerRanges(context);
  const inCallers = (await Promise.all(ranges.map((range) => callsIn(range, call, context)))).flat();
  const near = await withoutOwnMethods(inCallers, context);
  const where = near.length > 0 ? 'in what called it' : 'in the workspace';
  const found = near.length > 0 ? near : await callsAnywhere(site, call, context);
  const [only, ...others] = distinct(await likeliest(found, call, context));
  if (only === undefined || others.length > 0) return [];
  const evidence = `the only ${call.what} ${where}`;
  return [placementAt(only.path, only, { rung: clientCallRung.name, confidence: 'medium', evidence })];
}

/** The code of the nearest placed span of each chain above. */
async function callerRanges({ relatives, placesOf, index }: RungContext): Promise<readonly Range[]> {
  const { ancestors } = await relatives();
  const ranges: Range[] = [];
  for (const chain of ancestors) {
    for (const ancestor of chain) {
      const [best] = await placesOf(ancestor);
      if (best === undefined || isFileLevel(best) || best.confidence === 'low') continue;
      const range = rangeOf(best.location, await index.factsOf(best.location.path));
      if (range !== undefined) ranges.push(range);
      break;
    }
  }
  return ranges;
}

/** What a place is the beginning of: itself, where it says its end, else the rest of the definition around it. */
function rangeOf({ path, line, endLine }: CodeLocation, facts: FileFacts | undefined): Range | undefined {
  if (endLine !== undefined && endLine > line) return { path, first: line, last: endLine };
  const around = enclosing(facts, line);
  return around?.endLine === undefined ? undefined : { path, first: line, last: around.endLine };
}

function enclosing(facts: FileFacts | undefined, line: number) {
  const around = (facts?.symbols ?? []).filter(
    (symbol) =>
      symbol.isType !== true && (symbol.startLine ?? symbol.line) <= line && line <= (symbol.endLine ?? 0),
  );
  return around.sort((a, b) => b.line - a.line)[0];
}

async function callsIn(
  { path, first, last }: Range,
  call: ClientCall,
  { files, index }: RungContext,
): Promise<readonly FoundCall[]> {
  const language = languageOf(path);
  const text = language === undefined ? undefined : await files.readText(path);
  if (language === undefined || text === undefined || isToolsText(text)) return [];
  const facts = await index.factsOf(path);
  // `api.get('/users', …)` registers a route.
  const routes = new Set(facts?.routes.map(({ place }) => place.line));
  const lines = callLines(text, call, language, { first, last }).filter(({ line }) => !routes.has(line));
  return lines.map((one) => {
    const { line } = one;
    const around = enclosing(facts, line);
    const owner = { path, first: around?.startLine ?? around?.line ?? line, last: around?.endLine ?? line };
    return { ...one, path, owner };
  });
}

async function callsAnywhere(
  site: Site,
  call: ClientCall,
  context: RungContext,
): Promise<readonly FoundCall[]> {
  const own = languages.filter((language) => mayBeWrittenIn(site, language));
  if (own.length === languages.length) return [];
  const words = new Set(own.flatMap((language) => call.wordsFor(language)));
  const containing = await Promise.all([...words].map((word) => context.files.containing(word)));
  const paths = [...new Set(containing.flat())].filter((path) => {
    const language = languageOf(path);
    return language !== undefined && own.includes(language) && !isAsidePath(path, context.files.folders);
  });
  if (paths.length > maxFiles) return [];
  const everything = { first: 1, last: Number.MAX_SAFE_INTEGER };
  return (await Promise.all(paths.map((path) => callsIn({ path, ...everything }, call, context)))).flat();
}

/** Of several, those that are no calls of the user's own methods, name the HTTP method, and are in code of the service. */
async function likeliest(
  found: readonly FoundCall[],
  call: ClientCall,
  context: RungContext,
): Promise<readonly FoundCall[]> {
  if (distinct(found).length < 2) return found;
  const others = await withoutOwnMethods(found, context);
  const explicit = others.filter((one) => one.explicit);
  return await mentioning(explicit.length > 0 ? explicit : others, call, context);
}

async function withoutOwnMethods(
  found: readonly FoundCall[],
  context: RungContext,
): Promise<readonly FoundCall[]> {
  const own = await Promise.all(found.map((one) => isOwnMethod(one, context)));
  return found.filter((_, index) => own[index] !== true);
}

/** `billClient.send(…)` of a class `BillClient` of the user's, whose own call is the one. */
async function isOwnMethod({ receiver, method, path }: FoundCall, context: RungContext): Promise<boolean> {
  const language = languageOf(path);
  if (receiver === '' || method === '' || language === undefined) return false;
  const named = await qualifiedDefinitions([method], context, (facts) =>
    isSameRuntime(facts.language, language),
  );
  return named.some(({ symbol }) => isInstanceName(receiver, symbol.containers.at(-1) ?? ''));
}

/** Of several, those in code that speaks of the service: `visitDepot(client pb.DepotClient)`. */
async function mentioning(
  found: readonly FoundCall[],
  { service }: ClientCall,
  { files }: RungContext,
): Promise<readonly FoundCall[]> {
  if (found.length < 2 || service === '') return found;
  const wanted = service.replace(/Service$/, '').toLowerCase();
  const texts = await Promise.all(found.map(({ path }) => files.readText(path)));
  const speaking = found.filter(({ owner }, index) => {
    const lines = (texts[index] ?? '').split('\n').slice(owner.first - 1, owner.last);
    return lines.join('\n').toLowerCase().includes(wanted);
  });
  return speaking.length > 0 ? speaking : found;
}

function distinct(found: readonly FoundCall[]): readonly FoundCall[] {
  return [...new Map(found.map((one) => [`${one.line}:${one.path}`, one])).values()];
}
