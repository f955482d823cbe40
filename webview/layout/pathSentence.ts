import { formatDuration } from '../../src/shared/duration.ts';
import type { SpanView } from '../../src/shared/spanProtocol.ts';

/** What a span has to do with how long its trace takes, as a sentence; empty where nothing is known of that. */
export function pathSentence({ dragNano, slackNano }: Pick<SpanView, 'dragNano' | 'slackNano'>): string {
  if (dragNano !== undefined && dragNano >= 1) {
    return `Without it the trace ends at most ${formatDuration(dragNano)} earlier.`;
  }
  if (slackNano !== undefined && slackNano >= 1 && Number.isFinite(slackNano)) {
    return `Not on the critical path: it could take ${formatDuration(slackNano)} longer and the trace would end no later.`;
  }
  return '';
}
