import { formatDuration } from '../../src/shared/duration.ts';
import type { CallFigures } from '../../src/shared/serviceGraph.ts';

/** Of fewer values a 95th percentile is the largest of them, or nearly. */
export const enoughForP95 = 20;

/** `1 call`, `1,234 calls`. */
export function callCount(calls: number): string {
  return `${calls.toLocaleString('en-US')} ${calls === 1 ? 'call' : 'calls'}`;
}

/** How long calls took, by the figure that their number allows: `80 ms`, `max 80 ms`, `p95 80 ms`. */
export function callLatency({ calls, p95Nano, maxNano }: CallFigures): string {
  if (calls === 0) return '';
  if (calls === 1) return formatDuration(maxNano);
  return calls < enoughForP95 ? `max ${formatDuration(maxNano)}` : `p95 ${formatDuration(p95Nano)}`;
}

/** `48 calls, p95 80 ms, 2 failed`. */
export function callSentence(figures: CallFigures): string {
  const failed = figures.errors > 0 ? `${figures.errors.toLocaleString('en-US')} failed` : '';
  return [callCount(figures.calls), callLatency(figures), failed].filter((part) => part !== '').join(', ');
}
