import * as vscode from 'vscode';
import { formatDuration } from '../shared/duration.ts';
import type { SiteId } from '../shared/ids.ts';
import type { CollectorApi, SiteSpan } from '../shared/protocol.ts';
import type { Site, SpanRef } from '../shared/site.ts';
import { unixMillis } from '../shared/time.ts';

/** Spans that are offered; the failed and the slow ones come first. */
const maxSpans = 300;

interface SpanPick extends vscode.QuickPickItem {
  readonly span: SpanRef;
}

export interface PickSpanQuery {
  readonly sites: readonly SiteId[];
  readonly failedOnly: boolean;
}

/** Lets the user choose a span of some sites; `undefined` when they chose none. */
export async function pickSpan(
  api: Pick<CollectorApi, 'siteSpans'>,
  siteOf: (id: SiteId) => Site | undefined,
  query: PickSpanQuery,
): Promise<SpanRef | undefined> {
  const page = api.siteSpans({ sites: query.sites, order: 'failedFirst', limit: maxSpans });
  const items = page.then(({ spans }) => spanItems(spans, siteOf, query.failedOnly));
  const picked = await vscode.window.showQuickPick(items, {
    title: query.failedOnly
      ? vscode.l10n.t('Failed Spans of This Line')
      : vscode.l10n.t('Spans of This Line'),
    placeHolder: await page.then(({ spans, matched }) => placeholder(spans.length, matched)),
    matchOnDescription: true,
  });
  return picked?.span;
}

function placeholder(shown: number, matched: number): string {
  if (shown < matched) return vscode.l10n.t('Failed and slow ones first; showing {0} of {1}', shown, matched);
  return vscode.l10n.t('Failed and slow ones first');
}

function spanItems(
  spans: readonly SiteSpan[],
  siteOf: (id: SiteId) => Site | undefined,
  failedOnly: boolean,
): readonly SpanPick[] {
  return spans
    .filter((span) => span.failed || !failedOnly)
    .map((span) => ({
      label: `${span.failed ? '$(error)' : '$(circle-small-filled)'} ${formatDuration(span.durationNano)}`,
      description: [siteOf(span.site)?.name, time(span)].filter((part) => part !== undefined).join(' · '),
      span: { traceId: span.traceId, spanId: span.spanId },
    }));
}

function time(span: SiteSpan): string {
  return new Date(unixMillis(span.startUnixNano)).toLocaleTimeString();
}
