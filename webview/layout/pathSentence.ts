import { formatDuration } from '../../src/shared/duration.ts';
import type { SpanView } from '../../src/shared/spanProtocol.ts';

type PathFigures = Pick<SpanView, 'dragNano' | 'slackNano' | 'traceDurationNano'>;

/** What a span has to do with how long its trace takes, as a sentence; empty where that says nothing new. */
export function pathSentence({ dragNano = 0, slackNano = 0, traceDurationNano }: PathFigures): string {
  // Without its root there is no trace.
  if (dragNano >= traceDurationNano) return '';
  if (dragNano >= 1) return `Without it the trace ends at most ${formatDuration(dragNano)} earlier.`;
  if (slackNano < 1) return '';
  return `Not on the critical path: ${formatDuration(slackNano)} longer, and the trace ends no later.`;
}
