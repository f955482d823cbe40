import type { Mode } from './appSpec.ts';
import type { SiteLine } from './sitesOf.ts';
import { type Expected, isOf, type Truth } from './truth.ts';

export const verdictNames = ['right', 'called from', 'file only', 'wrong', 'none'] as const;
export type Verdict = (typeof verdictNames)[number];

export interface Judged {
  readonly site: SiteLine;
  readonly truth: Truth;
  readonly verdict: Verdict;
}

/** What became of an app's table in one run. */
export interface Judgement {
  readonly judged: readonly Judged[];
  /** Sites that no line of the table speaks of. */
  readonly unlisted: readonly SiteLine[];
  /** Lines of the table that speak of no site. */
  readonly missing: readonly Truth[];
}

export function judge(sites: readonly SiteLine[], table: readonly Truth[], mode: Mode): Judgement {
  const judged: Judged[] = [];
  const unlisted: SiteLine[] = [];
  const seen = new Set<Truth>();
  for (const site of sites) {
    const truth = table.find((one) => isOf(one, site, mode));
    if (truth === undefined) unlisted.push(site);
    else {
      seen.add(truth);
      judged.push({ site, truth, verdict: verdictOn(site, truth) });
    }
  }
  const due = table.filter((truth) => (truth.mode ?? mode) === mode && !truth.mayMiss);
  return { judged, unlisted, missing: due.filter((truth) => !seen.has(truth)) };
}

function verdictOn(site: SiteLine, { whose, expected }: Truth): Verdict {
  const { file, line, rung, confidence } = site;
  if (file == null || line == null)
    return whose === 'library' && expected.includes(undefined) ? 'right' : 'none';
  if (expected.some((one) => one?.file === file && line >= one.first && line <= one.last)) return 'right';
  if (rung === 'called from') return expected.includes(undefined) ? 'right' : 'called from';
  const onlyFile = confidence === 'low' && expected.some((one: Expected) => one?.file === file);
  return onlyFile ? 'file only' : 'wrong';
}

/** What must not be, whatever the totals: sentences, none if all is well. */
export function faultsOf({ judged, unlisted, missing }: Judgement): readonly string[] {
  return [
    ...judged.filter(isForbidden).map(({ site, truth }) => {
      const where = `${site.file}:${site.line} (${site.rung}, ${site.confidence})`;
      return `truth.txt:${truth.lineNumber}: ${site.kind} "${site.name}" of ${truth.whose} is put on ${where}.`;
    }),
    ...unlisted.map((site) => `No line of truth.txt speaks of this: ${asTruth(site)}`),
    ...missing.map((truth) => `truth.txt:${truth.lineNumber}: no ${truth.kind} span "${truth.name}" came.`),
  ];
}

/** What a line about a site could say. */
function asTruth({ kind, name, scope, evidence, code, file, line }: SiteLine): string {
  const place = code.line === undefined ? [] : [`code.line.number=${code.line}`];
  const said = Object.entries(evidence).map(([key, value]) => `${key}=${value}`);
  const found = file == null ? '-' : `${file}:${line}`;
  return [kind, name, `scope=${scope}`, ...said, ...place, found].join('  ');
}

function isForbidden({ site, truth, verdict }: Judged): boolean {
  if (truth.whose === 'library') return verdict === 'wrong' || verdict === 'file only';
  return verdict === 'wrong' && (site.confidence === 'exact' || site.confidence === 'high');
}

/** How many sites of the user's code ended how. */
export type Counts = Readonly<Record<Verdict, number>>;

export function countOwn(judged: readonly Judged[]): Counts {
  const own = judged.filter(({ truth }) => truth.whose === 'own');
  const counts = verdictNames.map((name) => [name, own.filter(({ verdict }) => verdict === name).length]);
  return Object.fromEntries(counts) as Counts;
}

export function addCounts(all: readonly Counts[]): Counts {
  const sums = verdictNames.map((name) => [name, all.reduce((sum, counts) => sum + counts[name], 0)]);
  return Object.fromEntries(sums) as Counts;
}

export function totalOf(counts: Counts): number {
  return verdictNames.reduce((sum, name) => sum + counts[name], 0);
}
