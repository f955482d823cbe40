import { formatDuration } from '../shared/duration.ts';
import { oneLine } from '../shared/oneLine.ts';
import type { TraceSummary } from '../shared/protocol.ts';
import { unixMillis } from '../shared/time.ts';

/** What a trace looks like in the tree, without any of VS Code's types. */
export interface TraceRow {
  readonly label: string;
  readonly description: string;
  readonly state: TraceState;
  /** Lines of the tooltip, plain text. */
  readonly tooltip: readonly string[];
  /** The row as one sentence for screen readers. */
  readonly sentence: string;
}

/** `open`: its missing spans may still come. */
export type TraceState = 'ok' | 'failed' | 'open' | 'incomplete' | 'rootMissing';

/** Between figures of a row: narrower than a dot, and a side bar is narrow. */
export const gap = '  ';

/** How long after its latest span a trace with missing spans is taken to be still running. */
export const openMillis = 10_000;

export function traceRow(trace: TraceSummary, nowMillis: number): TraceRow {
  const state = traceState(trace, nowMillis);
  const label = oneLine(trace.root) || '(no name)';
  const service = oneLine(trace.service);
  const duration = formatDuration(trace.durationNano);
  const pinned = trace.pinned === true ? ['pinned'] : [];
  return {
    label,
    description: [...pinned, service, duration, spanCount(trace.spans)]
      .filter((part) => part !== '')
      .join(gap),
    state,
    tooltip: tooltip(trace, label, state),
    sentence: `${label}, ${service}, ${duration}, ${[spanCount(trace.spans), stateText(trace, state), ...pinned].join(', ')}`,
  };
}

export function traceState(trace: TraceSummary, nowMillis: number): TraceState {
  if (trace.errors > 0) return 'failed';
  if (!trace.partial && !trace.rootMissing) return 'ok';
  const endMillis = unixMillis(trace.startUnixNano) + trace.durationNano / 1e6;
  if (nowMillis - endMillis < openMillis) return 'open';
  return trace.rootMissing ? 'rootMissing' : 'incomplete';
}

export function spanCount(spans: number): string {
  return spans === 1 ? '1 span' : `${spans.toLocaleString('en-US')} spans`;
}

function tooltip(trace: TraceSummary, label: string, state: TraceState): readonly string[] {
  return [
    label,
    `${formatDuration(trace.durationNano)} · ${spanCount(trace.spans)} · ${stateText(trace, state)}`,
    `${trace.services.length === 1 ? 'Service' : 'Services'}: ${servicesText(trace.services)}`,
    `Started ${new Date(unixMillis(trace.startUnixNano)).toLocaleString()}`,
    `Trace ${trace.traceId}`,
    ...(trace.pinned === true ? ['Pinned: it stays whatever the budgets say'] : []),
  ];
}

/** Services of a tooltip; of the others it says how many there are. */
const mostServices = 12;

function servicesText(services: readonly string[]): string {
  const more = services.length - mostServices;
  const named = services.slice(0, mostServices).map(oneLine).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

function stateText(trace: TraceSummary, state: TraceState): string {
  switch (state) {
    case 'ok':
      return 'no errors';
    case 'failed':
      return trace.errors === 1 ? '1 error' : `${trace.errors} errors`;
    case 'open':
      return 'spans are still coming';
    case 'rootMissing':
      return 'its root span has not come';
    case 'incomplete':
      return 'some parent spans have not come';
  }
}
