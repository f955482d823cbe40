import * as vscode from 'vscode';
import type { SiteId } from '../../shared/ids.ts';
import { commands, linkCommands } from '../../shared/manifest.ts';
import type { CollectorApi } from '../../shared/protocol.ts';
import type { Selection } from '../../shared/selection.ts';
import { UserError } from '../../shared/userError.ts';
import { isUndecided } from '../../source/pathChoices.ts';
import { placeKind } from '../../source/placeKind.ts';
import { openPlacement } from '../openPlacement.ts';
import { pickSpan } from '../pickSpan.ts';
import { placeOfSpan } from '../placeOfSpan.ts';
import type { ServicesTree } from '../servicesTree.ts';
import type { SiteFeed } from '../siteFeed.ts';
import type { SitePlaces } from '../sitePlaces.ts';
import { readSitesQuery, type SitesQuery } from '../spanArguments.ts';
import { spanChoices } from '../spanChoices.ts';
import { findSpan } from '../spanLookup.ts';
import type { SpanPanel } from '../spanPanel.ts';
import type { TraceCache } from '../traceCache.ts';
import type { WaterfallPanels } from '../waterfallPanels.ts';
import type { CommandTable } from './commandTable.ts';
import { chooseLine, type PlaceCommandServices } from './placeCommands.ts';

export interface SpanCommandServices {
  readonly api: Pick<CollectorApi, 'siteSpans' | 'span'>;
  readonly sites: Pick<SiteFeed, 'get'>;
  readonly services: Pick<ServicesTree, 'operation'>;
  readonly places: Pick<SitePlaces, 'resolve' | 'placementOf'> & PlaceCommandServices['places'];
  readonly pathChoices: PlaceCommandServices['pathChoices'];
  readonly traceCache: Pick<TraceCache, 'trace'>;
  readonly selection: Selection;
  readonly waterfalls: Pick<WaterfallPanels, 'open'>;
  readonly panel: Pick<SpanPanel, 'show'>;
}

/** Commands from code or a service to spans, and from a span back to its code. */
export function spanCommands(services: SpanCommandServices): CommandTable {
  return {
    [linkCommands.showSiteSpans]: (argument) => {
      const query = readSitesQuery(argument);
      return query && showSiteSpans(services, query);
    },
    [commands.showOperationSpans]: (element) => {
      const sites = services.services.operation(element)?.sites;
      return sites && showSiteSpans(services, { sites, failedOnly: false });
    },
    [linkCommands.openOperation]: (element) => openOperation(services, element),
    [commands.goToCode]: () => goToCode(services),
    [commands.showSpanDetails]: () => services.panel.show({ focus: true }),
  };
}

/** `called`: those of the sites that the line has only called. */
type LineQuery = SitesQuery & { readonly called?: readonly SiteId[] };

/** Lets the user choose one of the spans, and shows it in the waterfall. */
export async function showSiteSpans(services: SpanCommandServices, query: LineQuery): Promise<void> {
  const choices = await spanChoices(services.api, query.sites);
  const span = await pickSpan(choices, (id) => services.sites.get(id), query);
  if (span !== undefined) services.waterfalls.open({ traceId: span.traceId, selected: span.spanId });
}

/** The line of the operation; its spans where no line is known. */
async function openOperation(services: SpanCommandServices, element: unknown): Promise<void> {
  const operation = services.services.operation(element);
  if (operation === undefined) return;
  const found = await Promise.all(operation.sites.map((site) => services.places.resolve(site)));
  const placements = found.filter((placement) => placement !== undefined);
  // A line of its own before any other, whichever of its sites has it.
  const placement = placements.find((one) => placeKind(one) === 'own') ?? placements[0];
  if (placement === undefined) await showSiteSpans(services, { sites: operation.sites, failedOnly: false });
  else await openPlacement(placement, { preserveFocus: true });
}

async function goToCode(services: SpanCommandServices): Promise<void> {
  const { api, places, selection } = services;
  const { span } = selection.current;
  if (span === undefined) throw new UserError(vscode.l10n.t('Select a span in a waterfall first.'));
  const [detail, columns] = await Promise.all([api.span(span), services.traceCache.trace(span.traceId)]);
  const index = columns && findSpan(columns, span.spanId);
  const placement =
    columns === undefined || index === undefined ? undefined : await placeOfSpan(columns, index, places);
  if (detail === undefined || placement === undefined) {
    throw new UserError(
      vscode.l10n.t(
        'No line of this workspace is known for this span: it carries no code attributes that lead here.',
      ),
    );
  }
  if (isUndecided(places.placementsOf(detail.site))) return await chooseLine(services, detail.site);
  const { activeTabGroup } = vscode.window.tabGroups;
  const inWaterfall = activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview;
  await openPlacement(placement, { from: inWaterfall ? activeTabGroup.viewColumn : undefined });
}
