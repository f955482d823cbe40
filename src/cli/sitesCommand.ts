import { realpath, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { formatDuration } from '../shared/duration.ts';
import { oneLine } from '../shared/oneLine.ts';
import type { Placement } from '../shared/placement.ts';
import type { Site } from '../shared/site.ts';
import { UserError } from '../shared/userError.ts';
import { coverageOf, coverageText, type MissingSite, type PlacedSite } from '../source/coverage.ts';
import { RelativesSource } from '../source/siteRelatives.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { writeJsonLines } from './output.ts';
import { type Column, table } from './table.ts';

/** Finds the places of a site in the user's files, best first. */
export interface Resolver {
  resolve(site: Site): Promise<readonly Placement[]>;
  /** What of the folder nobody looks at, as a sentence; `undefined` when nothing is left out. */
  readonly leftOut: string | undefined;
  dispose(): void;
}

/** Makes a resolver for a folder, which asks the collector what surrounds a site's spans. */
export type CreateResolver = (folder: string, how: ResolverInputs) => Promise<Resolver>;

export interface ResolverInputs {
  readonly relatives: RelativesSource;
  /** What programs call a folder, and which it is here, relative to the working directory. */
  readonly maps: Readonly<Record<string, readonly string[]>>;
}

const noneSentence = (program: string): string =>
  `No sites yet: they appear with the first spans. See where to export to with: ${program} traces\n`;

export async function sitesCommand(
  { api, out, invocation, program }: CommandContext,
  createResolver: CreateResolver,
): Promise<void> {
  const folder = invocation.workspace === undefined ? undefined : await realFolder(invocation.workspace);
  const sites = [...(await api.sites({})).sites].sort(byServiceAndName);
  const { placed, leftOut } =
    folder === undefined
      ? { placed: withoutPlaces(sites), leftOut: undefined }
      : await place(
          sites,
          await createResolver(folder, { relatives: relativesOf(api, sites), maps: invocation.maps ?? {} }),
        );
  // Beside the answer, since programs read that.
  if (leftOut !== undefined) process.stderr.write(`${leftOut}\n`);
  if (invocation.json)
    return await writeJsonLines(
      out,
      placed.map((one) => ({ ...toJson(one, folder), ...(invocation.evidence === true ? said(one) : {}) })),
    );
  if (sites.length === 0) return await out.write(noneSentence(program));
  const columns = folder === undefined ? figureColumns : [...figureColumns, ...lineColumns];
  const rows = placed.map((one) => [
    ...figures(one.site),
    ...(folder === undefined ? [] : lineOf(one, folder)),
  ]);
  await out.write(table(columns, rows, painter(out.colour), out.width));
  if (folder === undefined) return;
  const coverage = coverageOf(placed);
  await out.write(`\n${coverageText(coverage)}.\n`);
  if (invocation.missing === true) await out.write(missingText(coverage.missing));
}

function missingText(missing: readonly MissingSite[]): string {
  return missing
    .map(({ site, reason }) => `  ${site.service}  ${site.kind}  ${oneLine(site.name)}: ${reason}.\n`)
    .join('');
}

function relativesOf(api: CommandContext['api'], sites: readonly Site[]): RelativesSource {
  const byId = new Map(sites.map((site) => [site.id, site]));
  return new RelativesSource({ ask: (query) => api.relatives(query), site: (id) => byId.get(id) });
}

async function realFolder(path: string): Promise<string> {
  const folder = resolve(path);
  if ((await stat(folder).catch(() => undefined))?.isDirectory() === true) return await realpath(folder);
  throw new UserError(`There is no directory ${folder}. Give the directory that holds the program's files.`);
}

function byServiceAndName(a: Site, b: Site): number {
  return compare(a.service, b.service) || compare(a.name, b.name) || a.id - b.id;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withoutPlaces(sites: readonly Site[]): PlacedSite[] {
  return sites.map((site) => ({ site, placement: undefined }));
}

/** Enough that the questions to the collector come together, and not so many files at once. */
const parallel = 64;

async function place(
  sites: readonly Site[],
  resolver: Resolver,
): Promise<{ placed: PlacedSite[]; leftOut: string | undefined }> {
  const placements: (Placement | undefined)[] = [];
  const worker = async (waiting: Iterable<[number, Site]>): Promise<void> => {
    for (const [index, site] of waiting) placements[index] = (await resolver.resolve(site))[0];
  };
  try {
    // Twice: what the paths of all sites say together decides some of them, and the others are known by then.
    for (let round = 0; round < 2; round++) {
      const waiting = sites.entries();
      await Promise.all(Array.from({ length: parallel }, () => worker(waiting)));
    }
    const placed = sites.map((site, index) => ({ site, placement: placements[index] }));
    return { placed, leftOut: resolver.leftOut };
  } finally {
    resolver.dispose();
  }
}

function toJson({ site, placement }: PlacedSite, folder: string | undefined): Record<string, unknown> {
  const { service, scope, name, kind, count, errors, p50Nano, p95Nano } = site;
  const plain = { service, scope, name, kind, count, errors, p50Nano, p95Nano };
  if (folder === undefined) return plain;
  if (placement === undefined) return { ...plain, file: null, line: null, rung: null, confidence: null };
  const { location, rung, confidence } = placement;
  return { ...plain, file: relativeFile(folder, location.path), line: location.line, rung, confidence };
}

function said({ site: { code, evidence } }: PlacedSite): Pick<Site, 'code' | 'evidence'> {
  return { code, evidence };
}

function relativeFile(folder: string, path: string): string {
  return relative(folder, path).split(sep).join('/');
}

const figureColumns: readonly Column[] = [
  { title: 'SERVICE' },
  { title: 'NAME', shrinks: true, style: 'bold' },
  { title: 'KIND', style: 'dim' },
  { title: 'CALLS', align: 'right' },
  { title: 'FAILED', align: 'right', style: 'red' },
  { title: 'P50', align: 'right' },
  { title: 'P95', align: 'right' },
];
const lineColumns: readonly Column[] = [{ title: 'LINE' }, { title: 'FROM', style: 'dim' }];

function figures(site: Site): string[] {
  return [
    site.service,
    site.name,
    site.kind,
    figure(site.count),
    site.errors === 0 ? '' : figure(site.errors),
    formatDuration(site.p50Nano),
    formatDuration(site.p95Nano),
  ];
}

function lineOf({ placement }: PlacedSite, folder: string): string[] {
  if (placement === undefined) return ['', 'no line found'];
  const { location, rung, confidence } = placement;
  return [`${relativeFile(folder, location.path)}:${location.line}`, `${rung}, ${confidence}`];
}
