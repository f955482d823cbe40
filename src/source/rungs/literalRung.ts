import type { Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { isAsidePath, isToolsText } from '../asidePath.ts';
import { isLibrarySite } from '../libraryScope.ts';
import { linesUsing, type QuotedLine, quotedLines, quotedTemplates } from '../quotedText.ts';
import type { Rung, RungContext } from '../rung.ts';
import { preferService } from '../servicePreference.ts';
import { mayBeWrittenIn } from '../siteLanguage.ts';
import { languageOf } from '../syntax/language.ts';
import { oneOrChoices, placementAt } from './placements.ts';

/** The name of a span as a text in quotes anywhere: covers the user's own wrappers around tracing. */
export const literalRung: Rung = { name: 'name in quotes', searches: true, place };

/** A name in more files than this is a word of the language. */
const maxFiles = 60;
const maxHits = 3;

interface Hit extends QuotedLine {
  readonly path: string;
}

async function place(site: Site, context: RungContext): Promise<readonly Placement[]> {
  const template = site.evidence['logfire.msg_template'];
  for (const text of template === undefined ? [site.name] : [template, site.name]) {
    if (!isTelling(text) || isLibrarySite(site)) continue;
    const found = await search(text, site, context);
    if (found.length > 0) return found;
  }
  return isLibrarySite(site) ? [] : await searchTemplate(site, context);
}

/** `write 64 px` may be `write ${size} px` in the code: what has digits in it is put in. */
async function searchTemplate(site: Site, context: RungContext): Promise<readonly Placement[]> {
  const pieces = site.name.split(/[\p{L}\p{N}_.-]*\p{N}[\p{L}\p{N}_.-]*/u);
  const known = pieces.join('').replace(/[^\p{L}]/gu, '');
  if (pieces.length < 2 || pieces.length > 4 || known.length < 4 || site.name.length > 200) return [];
  const evidence = 'a text in quotes that the name can be made of';
  return await searchTexts(
    longestWord(pieces.join(' ')),
    (source) => quotedTemplates(source, pieces),
    evidence,
    site,
    context,
  );
}

/** Long enough, and no text that programs are full of anyway. */
function isTelling(text: string): boolean {
  return (
    text.length >= 4 &&
    text.length <= 200 &&
    /\p{L}{2}/u.test(text) &&
    !/^[A-Z]+(?: \/.*)?$|^HTTP /.test(text)
  );
}

function search(text: string, site: Site, context: RungContext): Promise<readonly Placement[]> {
  const plain = isPlainWord(text);
  // A plain word must be given to something.
  const linesOf = (source: string) =>
    quotedLines(source, text).filter(({ use }) => !plain || use === 'argument');
  return searchTexts(longestWord(text), linesOf, 'the name stands in quotes here', site, context);
}

async function searchTexts(
  word: string,
  linesOf: (source: string) => readonly QuotedLine[],
  evidence: string,
  site: Site,
  context: RungContext,
): Promise<readonly Placement[]> {
  const paths = word === '' ? [] : await context.files.containing(word);
  const own = paths.filter((path) => isOfSite(path, site));
  if (own.length > maxFiles) return [];
  const hits = (await Promise.all(own.map((path) => hitsIn(path, linesOf, context)))).flat();
  const best = await preferService(bestOf(hits, context.files.folders), site, context);
  if (best.length > (isPlainWord(site.name) ? 1 : maxHits)) return [];
  const used = await usesOf(best, site, context);
  const reason = { rung: literalRung.name, confidence: 'medium', evidence } as const;
  return oneOrChoices(used.map((hit) => placementAt(hit.path, { line: hit.line }, reason)));
}

/** `work`, `orders`: programs have such words in quotes for other reasons too. */
function isPlainWord(text: string): boolean {
  return /^(?:\p{Ll}+|\p{Lu}\p{Ll}*|\p{Lu}+)$/u.test(text);
}

function longestWord(text: string): string {
  const words = text.match(/[\p{L}\p{N}_$]+/gu) ?? [];
  return [...words].sort((a, b) => b.length - a.length)[0] ?? '';
}

function isOfSite(path: string, site: Site): boolean {
  const language = languageOf(path);
  return language === undefined || mayBeWrittenIn(site, language);
}

async function hitsIn(
  path: string,
  linesOf: (source: string) => readonly QuotedLine[],
  { files }: RungContext,
): Promise<readonly Hit[]> {
  const source = await files.readText(path);
  return source === undefined || isToolsText(source)
    ? []
    : linesOf(source).map((line) => ({ ...line, path }));
}

/** Those in programs before those in tests, and those that are given to something before the others. */
function bestOf(hits: readonly Hit[], folders: readonly string[]): readonly Hit[] {
  const programs = hits.filter(({ path }) => !isAsidePath(path, folders));
  const real = programs.length > 0 ? programs : hits;
  const given = real.filter(({ use }) => use === 'argument');
  return given.length > 0 ? given : real;
}

/** A constant's line is not where the span is made: the one line that uses it is. */
async function usesOf(hits: readonly Hit[], site: Site, context: RungContext): Promise<readonly Hit[]> {
  const [hit, ...others] = hits;
  if (hit?.constant === undefined || others.length > 0) return hits;
  const { constant } = hit;
  const paths = (await context.files.containing(constant)).filter(
    (path) => isOfSite(path, site) && !isAsidePath(path, context.files.folders),
  );
  if (paths.length > maxFiles) return hits;
  const uses: Hit[] = [];
  for (const path of paths) {
    const source = (await context.files.readText(path)) ?? '';
    for (const line of linesUsing(source, constant)) {
      if (path !== hit.path || line !== hit.line) uses.push({ path, line, column: 1, use: 'argument' });
    }
  }
  return uses.length > 0 && uses.length <= maxHits ? uses : hits;
}
