import * as vscode from 'vscode';
import type { SiteId } from '../../shared/ids.ts';
import { commands, linkCommands } from '../../shared/manifest.ts';
import { escapeIcons, oneLine } from '../../shared/oneLine.ts';
import type { CodeLocation, Placement } from '../../shared/placement.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import type { Selection } from '../../shared/selection.ts';
import type { Site, SpanRef } from '../../shared/site.ts';
import { UserError } from '../../shared/userError.ts';
import { type Coverage, coverageText } from '../../source/coverage.ts';
import type { PathChoices } from '../../source/pathChoices.ts';
import { mapPath } from '../mapPath.ts';
import { openCode } from '../openCode.ts';
import { type PlaceChoice, pickPlace } from '../pickPlace.ts';
import { gap } from '../traceRow.ts';
import type { CommandTable } from './commandTable.ts';

export interface PlaceCommandServices {
  readonly api: Pick<CollectorApi, 'span'>;
  readonly selection: Selection;
  readonly sites: { get(id: SiteId): Site | undefined };
  readonly places: {
    placementsOf(id: SiteId): readonly Placement[];
    choose(id: SiteId, location: CodeLocation | undefined): void;
    coverage(): Coverage;
  };
  readonly pathChoices: Pick<PathChoices, 'choose'>;
}

/** Commands on where spans come from: to see what has no line, and to say what is known better. */
export function placeCommands(services: PlaceCommandServices): CommandTable {
  return {
    [commands.chooseLine]: async (argument) => {
      const site = siteIn(argument) ?? (await selectedSite(services));
      await chooseLine(services, site);
    },
    [commands.mapPath]: async (argument) => {
      const site = siteIn(argument) ?? (await selectedSite(services));
      await mapSitePath(services, site);
    },
    [commands.showCoverage]: () => showCoverage(services),
  };
}

/** Lets the user say which line spans like this one come from. */
export async function chooseSpanLine(services: PlaceCommandServices, span: SpanRef): Promise<void> {
  const detail = await services.api.span(span);
  if (detail !== undefined) await chooseLine(services, detail.site);
}

/** Asks where spans of the site come from, remembers the answer, and shows the line. */
export async function chooseLine(
  { sites, places, pathChoices }: Omit<PlaceCommandServices, 'api' | 'selection'>,
  id: SiteId,
): Promise<void> {
  const site = sites.get(id);
  const placements = places.placementsOf(id);
  const choice = await pickPlace(site?.name ?? '', placements);
  if (choice === undefined) return;
  const location = locationOf(choice);
  const isRule =
    choice.kind === 'line' &&
    site !== undefined &&
    pathChoices.choose(site, placements, choice.location.path);
  // What a rule decides is no choice of this site alone.
  if (!isRule) places.choose(id, location);
  if (location !== undefined) await openCode(location, { preserveFocus: true });
}

async function mapSitePath({ sites }: PlaceCommandServices, site: SiteId): Promise<void> {
  const path = sites.get(site)?.code.filePath;
  if (path === undefined) throw new UserError(vscode.l10n.t('This span names no file to map.'));
  await mapPath(path);
}

function locationOf(choice: PlaceChoice): CodeLocation | undefined {
  if (choice.kind === 'forget') return undefined;
  if (choice.location === undefined) {
    throw new UserError(vscode.l10n.t('Open the file and put the caret on the line first.'));
  }
  return choice.location;
}

async function selectedSite({ api, selection }: PlaceCommandServices): Promise<SiteId> {
  const { span } = selection.current;
  const detail = span && (await api.span(span));
  if (detail === undefined) throw new UserError(vscode.l10n.t('Select a span in a waterfall first.'));
  return detail.site;
}

function siteIn(argument: unknown): SiteId | undefined {
  const { site } = Object(argument) as { site?: unknown };
  return Number.isInteger(site) ? (site as SiteId) : undefined;
}

type MissingPick = vscode.QuickPickItem & { readonly site: SiteId };

async function showCoverage(services: PlaceCommandServices): Promise<void> {
  const coverage = services.places.coverage();
  const items = coverage.missing.map(
    ({ site, reason }): MissingPick => ({
      label: escapeIcons(oneLine(site.name)),
      description: [site.service, site.kind, `×${site.count}`]
        .map((part) => escapeIcons(oneLine(part)))
        .join(gap),
      detail: escapeIcons(oneLine(reason)),
      site: site.id,
    }),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: coverageText(coverage),
    placeHolder:
      items.length === 0
        ? vscode.l10n.t('Nothing is missing')
        : vscode.l10n.t('Choose one to see its spans, or to say its line'),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  if (picked !== undefined) await actOn(services, picked);
}

async function actOn(services: PlaceCommandServices, { site, label }: MissingPick): Promise<void> {
  const { t } = vscode.l10n;
  const spans = { label: `$(list-tree) ${t('Show Spans')}`, run: () => showSpans(site) };
  const line = { label: `$(location) ${t('Choose a Line…')}`, run: () => chooseLine(services, site) };
  const map = { label: `$(references) ${t('Map Its Path…')}`, run: () => mapSitePath(services, site) };
  const hasPath = services.sites.get(site)?.code.filePath !== undefined;
  const action = await vscode.window.showQuickPick([spans, line, ...(hasPath ? [map] : [])], {
    title: label,
    placeHolder: t('See where its spans lie, or say where they come from'),
    ignoreFocusOut: true,
  });
  await action?.run();
}

function showSpans(site: SiteId): Thenable<unknown> {
  return vscode.commands.executeCommand(linkCommands.showSiteSpans, { sites: [site], failedOnly: false });
}
