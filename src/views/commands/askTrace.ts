import * as vscode from 'vscode';
import type { Timer } from '../../shared/throttle.ts';
import type { TraceReference } from '../../shared/traceReference.ts';
import { pickTrace } from '../pickTrace.ts';
import type { RecentTraces } from '../recentTraces.ts';
import { traceIdOf } from '../traceElements.ts';
import type { WaterfallPanels } from '../waterfallPanels.ts';

/** The trace that a command is about: what it was given, else the waterfall in view, else one that the user picks. */
export type AskTrace = (argument: unknown) => Promise<TraceReference | undefined>;

export function askTraceOf(
  traces: Pick<RecentTraces, 'page'>,
  waterfalls: Pick<WaterfallPanels, 'inView'>,
  timer: Timer,
): AskTrace {
  return async (argument) => {
    const given = traceIdOf(argument) ?? waterfalls.inView?.traceId;
    if (given !== undefined) return { traceId: given };
    return await pickTrace(traces.page.traces, vscode.l10n.t('Which Trace?'), timer);
  };
}
