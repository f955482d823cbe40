import * as vscode from 'vscode';
import type { TraceId } from '../shared/ids.ts';
import type { Timer } from '../shared/throttle.ts';
import type { TraceReference } from '../shared/traceReference.ts';
import { findSpan } from './spanLookup.ts';
import { type ArrivalSource, TraceArrival } from './traceArrival.ts';
import type { TraceCache } from './traceCache.ts';
import type { WaterfallPanels } from './waterfallPanels.ts';

export interface ReferenceServices {
  readonly collector: ArrivalSource;
  readonly traceCache: Pick<TraceCache, 'trace'>;
  readonly waterfalls: Pick<WaterfallPanels, 'open'>;
  readonly timer: Timer;
}

/** Opens the trace that a link or a pasted text names; where it is not there, says so and offers to wait for it. */
export async function openReference(services: ReferenceServices, reference: TraceReference): Promise<void> {
  const traceId = await findTrace(services.collector.api, reference.traceId);
  if (traceId !== undefined) await showArrived(services, { ...reference, traceId });
  else void offerToWait(services, reference);
}

/** The trace, or the one whose id ends with the same 64 bits, where the upper ones were lost on the way. */
async function findTrace(api: ArrivalSource['api'], traceId: TraceId): Promise<TraceId | undefined> {
  const { traces } = await api.traces({ limit: 1, traceIds: [traceId] });
  if (traces[0] !== undefined || !traceId.startsWith('0'.repeat(16))) return traces[0]?.traceId;
  const lower = traceId.slice(16);
  const similar = await api.traces({ limit: 2, text: lower });
  return similar.traces.find((trace) => trace.traceId.endsWith(lower))?.traceId;
}

/** Shows a trace that is there, with the span that is named, if that has come too. */
export async function showArrived(
  services: ReferenceServices,
  { traceId, spanId }: TraceReference,
): Promise<void> {
  const columns = spanId === undefined ? undefined : await services.traceCache.trace(traceId);
  const isThere = columns !== undefined && spanId !== undefined && findSpan(columns, spanId) !== undefined;
  services.waterfalls.open({ traceId, selected: isThere ? spanId : undefined });
  if (spanId === undefined || isThere) return;
  const sentence = vscode.l10n.t('The span {0} has not come; this is the trace that it belongs to.', spanId);
  vscode.window.setStatusBarMessage(sentence, 8000);
}

async function offerToWait(services: ReferenceServices, reference: TraceReference): Promise<void> {
  const wait = vscode.l10n.t('Wait for It');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'The trace {0} is not here. Its spans may still come, were cleared, or were sent elsewhere.',
      reference.traceId,
    ),
    wait,
  );
  if (answer === wait) await openOnArrival(services, reference);
}

/** Opens the trace when its first spans come, until the user cancels. Tells whether they came. */
export async function openOnArrival(
  services: ReferenceServices,
  reference: TraceReference,
): Promise<boolean> {
  const arrival = new TraceArrival(services.collector, reference.traceId, services.timer);
  const title = vscode.l10n.t('Waiting for trace {0}', reference.traceId);
  const progress = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  const arrived = await vscode.window.withProgress(progress, async (_report, token) => {
    token.onCancellationRequested(() => arrival.dispose());
    return await arrival.arrived;
  });
  if (arrived) await showArrived(services, reference);
  return arrived;
}
