import type { ForwardHealth } from './forward.ts';
import { agoText, bytesText, counted, countText } from './healthWords.ts';

/** How a forward does, in one line: `sending, 5,000 spans sent (just now), 1.2 MB waiting, 12 dropped. It does not answer.` */
export function forwardWords(forward: ForwardHealth, nowMillis: number): string {
  const { state, sentSpans, lastSentUnixMillis, problem } = forward;
  const last = lastSentUnixMillis === undefined ? '' : ` (${agoText(nowMillis - lastSentUnixMillis)})`;
  const parts = [
    stateWords[state],
    `${counted(sentSpans, 'span')} sent${last}`,
    ...(forward.queuedBytes > 0 ? [`${bytesText(forward.queuedBytes)} waiting`] : []),
    ...(forward.droppedSpans > 0 ? [`${countText(forward.droppedSpans)} given up`] : []),
    ...(forward.rejectedSpans > 0 ? [`${countText(forward.rejectedSpans)} refused by the back end`] : []),
    ...(forward.sampledOutSpans > 0
      ? [`${countText(forward.sampledOutSpans)} left out by its policies`]
      : []),
  ];
  return problem === undefined ? parts.join(', ') : `${parts.join(', ')}. ${problem}`;
}

const stateWords: Readonly<Record<ForwardHealth['state'], string>> = {
  idle: 'nothing to send',
  sending: 'sending',
  retrying: 'trying again',
  failed: 'failed',
  off: 'off',
};
