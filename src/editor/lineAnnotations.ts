import { formatDuration } from '../shared/duration.ts';
import { groupBy } from '../shared/groupBy.ts';
import { sameSpan } from '../shared/selection.ts';
import type { Site } from '../shared/site.ts';
import type { PlacedSite, ThrownError } from './placedSite.ts';
import { totalNano } from './siteWeight.ts';

/** How a line is coloured: at rest, slow for this program, failing, or no longer the line it was. */
export const severities = ['normal', 'slow', 'failed', 'stale'] as const;
export type Severity = (typeof severities)[number];

/** One end-of-line text. */
export interface LineAnnotation {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  readonly severity: Severity;
}

export interface AnnotationQuery {
  readonly sites: readonly PlacedSite[];
  /** Errors that lines threw. */
  readonly errors?: readonly ThrownError[];
  readonly matters: (site: Site) => boolean;
  /** Lines that are shown now, 1-based and inclusive; they come first when there are too many. */
  readonly visible: readonly LineRange[];
  /** Lines that are being typed on. */
  readonly hidden: ReadonlySet<number>;
  readonly limit: number;
}

export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Lines above and below the visible ones that count as visible, so that scrolling shows no empty lines. */
const margin = 50;

/** What to write behind the lines of one file, in line order. */
export function lineAnnotations(query: AnnotationQuery): readonly LineAnnotation[] {
  const lines = groupBy(query.sites, (placed) => placed.line);
  const errors = groupBy(query.errors ?? [], (error) => error.line);
  const all = new Set([...lines.keys(), ...errors.keys()]);
  const wanted = [...all].filter((line) => !query.hidden.has(line));
  return chooseLines(wanted, query.visible, query.limit).map((line) =>
    withErrors(annotate(line, lines.get(line) ?? [], query.matters), errors.get(line) ?? []),
  );
}

/** The most important site of a line first: failing, then the one that took most time. */
export function byImportance(sites: readonly PlacedSite[]): readonly PlacedSite[] {
  const weighed = sites.map((placed) => ({
    placed,
    failing: isFailing(placed.site),
    total: totalNano(placed.site),
  }));
  weighed.sort(
    (a, b) =>
      Number(b.failing) - Number(a.failing) || b.total - a.total || a.placed.site.id - b.placed.site.id,
  );
  return weighed.map(({ placed }) => placed);
}

/** A site fails while its latest span failed, or at least half of all did. */
export function isFailing(site: Site): boolean {
  if (site.errors === 0) return false;
  return site.errors * 2 >= site.count || sameSpan(site.latest, site.latestFailed);
}

/** `12 ms · p95 80 ms · ×34 · 2 failed`: the most important figure first, since long lines cut the rest. */
export function latencyText(site: Site): string {
  const parts = [formatDuration(site.p50Nano)];
  if (site.count > 1) parts.push(`p95 ${formatDuration(site.p95Nano)}`, `×${formatCount(site.count)}`);
  if (site.errors > 0) parts.push(site.count === 1 ? 'failed' : `${formatCount(site.errors)} failed`);
  return parts.join(' · ');
}

/** Exact below ten thousand, then `12k`, `3.4M`: few texts, and wide enough to see a change. */
export function formatCount(count: number): string {
  if (count < 10_000) return String(count);
  if (count < 999_500) return `${Math.round(count / 1000)}k`;
  return `${(count / 1e6).toFixed(1)}M`;
}

export function sameAnnotations(a: readonly LineAnnotation[], b: readonly LineAnnotation[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i];
      return one.line === other?.line && one.text === other.text && one.severity === other.severity;
    })
  );
}

/** Lines in or near view before the others, at most `limit`, in line order. */
function chooseLines(lines: number[], visible: readonly LineRange[], limit: number): readonly number[] {
  const inOrder = lines.sort((a, b) => a - b);
  if (inOrder.length <= limit) return inOrder;
  const near = (line: number): boolean =>
    visible.some((range) => line >= range.first - margin && line <= range.last + margin);
  const chosen = [...inOrder.filter(near), ...inOrder.filter((line) => !near(line))].slice(0, limit);
  return chosen.sort((a, b) => a - b);
}

/** `12 ms · ×3 · threw CardDeclined: no funds`; of several errors the others are counted. */
function withErrors(annotation: LineAnnotation, errors: readonly ThrownError[]): LineAnnotation {
  const [first, ...others] = errors;
  if (first === undefined) return annotation;
  const more = others.length === 0 ? '' : ` (+${others.length})`;
  const text = [annotation.text, `threw ${first.text || 'an error'}${more}`]
    .filter((part) => part !== '')
    .join(' · ');
  return { ...annotation, text, severity: 'failed' };
}

function annotate(
  line: number,
  sites: readonly PlacedSite[],
  matters: (site: Site) => boolean,
): LineAnnotation {
  const [first, ...others] = byImportance(sites);
  if (first === undefined) return { line, text: '', severity: 'normal' };
  const more = others.length === 0 ? '' : ` · +${others.length}`;
  const text = latencyText(first.site) + more;
  if (sites.every((placed) => placed.stale))
    return { line, text: `${text} · code changed since`, severity: 'stale' };
  return { line, text, severity: severityOf(sites, matters) };
}

function severityOf(sites: readonly PlacedSite[], matters: (site: Site) => boolean): Severity {
  if (sites.some((placed) => isFailing(placed.site))) return 'failed';
  return sites.some((placed) => matters(placed.site)) ? 'slow' : 'normal';
}
