import * as vscode from 'vscode';
import type { TraceId } from '../shared/ids.ts';
import type { CollectorApi, Comparable, TraceSummary } from '../shared/protocol.ts';
import { UserError } from '../shared/userError.ts';
import type { CompareChoice } from '../shared/waterfallProtocol.ts';
import { compareChoices } from './compareChoices.ts';
import { traceItem } from './pickTrace.ts';

const mostRecent = 100;

export type ChooseApi = Pick<CollectorApi, 'comparable' | 'traces'>;

/**
 * The trace to compare one with, as the user wants it: the named one, the one of median duration of the run before, or one
 * that they pick; `undefined` where they pick none.
 */
export async function chooseTrace(
  api: ChooseApi,
  traceId: TraceId,
  choice: CompareChoice,
): Promise<TraceId | undefined> {
  if (choice.kind === 'trace') return choice.traceId;
  if (choice.kind === 'pick') return await pickOther(api, traceId);
  return previousRunOf(await api.comparable({ traceId }));
}

function previousRunOf({ previousRun, others }: Comparable): TraceId {
  if (previousRun !== undefined) return previousRun.traceId;
  throw new UserError(
    others.length === 0
      ? vscode.l10n.t(
          'There is no other trace of this root to compare with. Run it once more, or pick another trace.',
        )
      : vscode.l10n.t(
          'All traces of this root are of one run of the program. Start it anew, or pick another trace to compare with.',
        ),
  );
}

type OtherPick = vscode.QuickPickItem & { readonly traceId?: TraceId };

async function pickOther(api: ChooseApi, traceId: TraceId): Promise<TraceId | undefined> {
  const { t } = vscode.l10n;
  const [{ others }, recent] = await Promise.all([
    api.comparable({ traceId }),
    api.traces({ limit: mostRecent }),
  ]);
  const choices = compareChoices(traceId, others, recent.traces);
  const items = [...section(t('Same root'), choices.same), ...section(t('Recent'), choices.recent)];
  if (items.length === 0) throw new UserError(t('There is no other trace to compare with yet.'));
  const picked = await vscode.window.showQuickPick<OtherPick>(items, {
    title: t('Compare Trace With'),
    placeHolder: t('Traces of the same root first, then the newest ones'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.traceId;
}

function section(label: string, traces: readonly TraceSummary[]): readonly OtherPick[] {
  if (traces.length === 0) return [];
  const items = traces.map((trace) => traceItem(trace, Date.now(), true));
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}
