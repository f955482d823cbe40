import { formatDuration } from '../shared/duration.ts';
import { commands, linkCommands } from '../shared/manifest.ts';
import type { Site } from '../shared/site.ts';
import { histogramText } from './histogramText.ts';
import { byImportance } from './lineAnnotations.ts';
import { commandLink, inlineCode, plainText } from './markdownText.ts';
import type { PlacedSite, ThrownError } from './placedSite.ts';

/** Sites of a line that the hover shows in full; of the others it says how many there are. */
const shown = 3;

/** What there is to say of a line. */
export interface HoverFacts {
  readonly sites: readonly PlacedSite[];
  /** Without a line of their own; this one called them. */
  readonly called?: readonly PlacedSite[];
  readonly errors?: readonly ThrownError[];
}

/**
 * The hover of a line as Markdown with theme icons and links to our own commands alone: what it threw; for each
 * site the figures, the histogram from the fastest to the slowest span, the spans worth a look, and what placed it
 * here; and what was called from it. Empty where there is nothing to say.
 */
export function hoverText({ sites, called = [], errors = [] }: HoverFacts): string {
  const ordered = byImportance(sites);
  const parts = [...errors.slice(0, shown).map(errorText), ...ordered.slice(0, shown).map(siteText)];
  const more = ordered.length - shown;
  if (more > 0)
    parts.push(`${more} more kinds of spans come from this line. ${allLink('Show all', ordered)}`);
  if (called.length > 0) parts.push(calledText(byImportance(called)));
  return parts.join('\n\n---\n\n');
}

function errorText({ text, span }: ThrownError): string {
  const thrown = text === '' ? 'Threw an error' : `Threw ${inlineCode(text)}`;
  return `$(error) ${thrown}${span === undefined ? '' : ` &nbsp; ${spanLink('Latest', span)}`}`;
}

/** One line for all of them: they are what happens below, not what happens here. */
function calledText(called: readonly PlacedSite[]): string {
  const names = called.slice(0, shown).map(({ site }) => `${inlineCode(site.name)} ×${site.count}`);
  const rest = called.length > shown ? ` and ${called.length - shown} more` : '';
  return `$(arrow-down) Called from here: ${names.join(', ')}${rest} &nbsp; ${allLink('Show them', called)}`;
}

function siteText(placed: PlacedSite): string {
  const { site } = placed;
  return [heading(site), figures(site), distribution(site), links(site), evidence(placed)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function heading(site: Site): string {
  const kind = site.kind === 'unspecified' ? '' : ` &nbsp;·&nbsp; ${kindIcon(site)} ${site.kind}`;
  return `**${plainText(site.service)}** ${inlineCode(site.name)}${kind}`;
}

function kindIcon(site: Site): string {
  if (site.kind === 'client' || site.kind === 'producer') return '$(arrow-right)';
  return site.kind === 'internal' ? '$(circle-small)' : '$(arrow-left)';
}

function figures(site: Site): string {
  const durations = [site.p50Nano, site.p95Nano, site.p99Nano, site.maxNano].map(formatDuration);
  const cells = [String(site.count), String(site.errors), ...durations].map(nonBreaking);
  return [
    '| calls | &nbsp; failed | p50 | p95 | p99 | max |',
    '|---:|---:|---:|---:|---:|---:|',
    `| ${cells.map((cell) => `&nbsp; ${cell}`).join(' | ')} |`,
  ].join('\n');
}

function nonBreaking(text: string): string {
  return text.replaceAll(' ', '&nbsp;');
}

function distribution(site: Site): string {
  if (site.count < 2) return '';
  const picture = histogramText(site.histogram, 24);
  if (picture === '') return '';
  return `${formatDuration(site.minNano)} \`${picture}\` ${formatDuration(site.maxNano)}`;
}

function links(site: Site): string {
  const parts: string[] = [];
  if (site.slowest !== undefined && site.count > 1)
    parts.push(spanLink('$(graph-line) Slowest', site.slowest));
  if (site.latest !== undefined) parts.push(spanLink('$(history) Latest', site.latest));
  if (site.latestFailed !== undefined) parts.push(spansLink(`$(error) ${site.errors} failed`, [site], true));
  if (site.count > 1) parts.push(spansLink(`$(list-tree) All ${site.count} spans`, [site], false));
  return parts.join(' &nbsp; ');
}

function allLink(label: string, sites: readonly PlacedSite[]): string {
  return spansLink(
    label,
    sites.map((placed) => placed.site),
    false,
  );
}

function spanLink(label: string, span: NonNullable<Site['latest']>): string {
  return commandLink(label, linkCommands.openSpan, { traceId: span.traceId, spanId: span.spanId });
}

function spansLink(label: string, sites: readonly Site[], failedOnly: boolean): string {
  return commandLink(label, linkCommands.showSiteSpans, { sites: sites.map((site) => site.id), failedOnly });
}

function evidence(placed: PlacedSite): string {
  const { confidence } = placed.placement;
  const isSure = confidence === 'exact' || confidence === 'high';
  const doubt = isSure ? '' : ` (confidence: ${confidence})`;
  const stale = placed.stale ? ' · $(warning) the code changed since' : '';
  const other = isSure
    ? ''
    : ` &nbsp; ${commandLink('Another line…', commands.chooseLine, { site: placed.site.id })}`;
  return `$(info) Placed ${plainText(placed.placement.evidence)}${doubt}${stale}${other}`;
}
