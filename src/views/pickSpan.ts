import * as vscode from 'vscode';
import { formatDuration } from '../shared/duration.ts';
import type { SiteId } from '../shared/ids.ts';
import { escapeIcons, oneLine } from '../shared/oneLine.ts';
import type { SiteSpan } from '../shared/protocol.ts';
import type { Site, SpanRef } from '../shared/site.ts';
import { unixMillis } from '../shared/time.ts';
import type { SpanChoices } from './spanChoices.ts';
import { gap } from './traceRow.ts';

type SpanPick = vscode.QuickPickItem & { readonly span?: SpanRef };

/** Lets the user choose a span, or, with `failedOnly`, a failed one; `undefined` when they chose none. */
export async function pickSpan(
  choices: SpanChoices,
  siteOf: (id: SiteId) => Site | undefined,
  { failedOnly, called = [] }: { readonly failedOnly: boolean; readonly called?: readonly SiteId[] },
): Promise<SpanRef | undefined> {
  const item = (span: SiteSpan): SpanPick => spanItem(span, siteOf(span.site), called.includes(span.site));
  const failed = choices.failed.map(item);
  const others = failedOnly ? [] : choices.others.map(item);
  const picked = await vscode.window.showQuickPick(
    [...section(failed, vscode.l10n.t('failed')), ...section(others, vscode.l10n.t('slowest'))],
    {
      title: failedOnly ? vscode.l10n.t('Failed Spans') : vscode.l10n.t('Spans'),
      placeHolder: placeholder(failed.length + others.length, failedOnly ? failed.length : choices.matched),
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  return picked?.span;
}

function section(items: readonly SpanPick[], label: string): readonly SpanPick[] {
  return items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function placeholder(shown: number, matched: number): string {
  const choose = vscode.l10n.t('Choose a span to see it in its trace');
  return shown < matched ? `${choose} (${vscode.l10n.t('showing {0} of {1}', shown, matched)})` : choose;
}

function pickText(text: string | undefined): string {
  return escapeIcons(oneLine(text ?? ''));
}

function spanItem(span: SiteSpan, site: Site | undefined, isCalled: boolean): SpanPick {
  const started = new Date(unixMillis(span.startUnixNano)).toLocaleTimeString();
  return {
    label: formatDuration(span.durationNano),
    description: [site?.name, site?.service, started, isCalled ? vscode.l10n.t('called from here') : '']
      .map(pickText)
      .filter((part) => part !== '')
      .join(gap),
    iconPath: span.failed
      ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
      : new vscode.ThemeIcon('circle-filled', new vscode.ThemeColor('testing.iconPassed')),
    span: { traceId: span.traceId, spanId: span.spanId },
  };
}
