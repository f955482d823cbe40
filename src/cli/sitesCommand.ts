import { formatDuration } from '../shared/duration.ts';
import { oneLine } from '../shared/oneLine.ts';
import type { Site } from '../shared/site.ts';
import { coverageOf, coverageText, type MissingSite, type PlacedSite } from '../source/coverage.ts';
import { painter } from './colour.ts';
import type { CommandContext } from './commandContext.ts';
import { figure } from './counted.ts';
import { writeJsonLines } from './output.ts';
import { type CreateResolver, placeSites, realFolder, relativeFile } from './placeSites.ts';
import { type Column, table } from './table.ts';

const noneSentence = (program: string): string =>
  `No sites yet: they appear with the first spans. See where to export to with: ${program} traces\n`;

export async function sitesCommand(context: CommandContext, createResolver: CreateResolver): Promise<void> {
  const { api, out, invocation, program } = context;
  const folder = invocation.workspace === undefined ? undefined : await realFolder(invocation.workspace);
  const sites = [...(await api.sites({})).sites].sort(byServiceAndName);
  const { placed, leftOut } =
    folder === undefined
      ? { placed: withoutPlaces(sites), leftOut: undefined }
      : await placeSites(context, sites, folder, createResolver);
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

function byServiceAndName(a: Site, b: Site): number {
  return compare(a.service, b.service) || compare(a.name, b.name) || a.id - b.id;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function withoutPlaces(sites: readonly Site[]): PlacedSite[] {
  return sites.map((site) => ({ site, placement: undefined }));
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
