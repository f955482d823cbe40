import type { ForwardHealth } from '../shared/forward.ts';
import type { CollectorApi } from '../shared/protocol.ts';
import type { Timer } from '../shared/throttle.ts';

const lookMillis = 500;
/** A back end that takes longer to answer is not worth more waiting. */
const patienceMillis = 8_000;

/**
 * Watches a forward that was just configured until it is known whether it works: it has sent, or it has a problem.
 * What it was last where neither comes; `undefined` where the collector knows no such forward.
 */
export async function forwardOutcome(
  api: Pick<CollectorApi, 'health'>,
  name: string,
  timer: Timer,
): Promise<ForwardHealth | undefined> {
  const end = timer.now() + patienceMillis;
  let last: ForwardHealth | undefined;
  while (timer.now() < end) {
    last = (await api.health()).forwards.find((forward) => forward.name === name) ?? last;
    if (last !== undefined && isSettled(last)) return last;
    await new Promise<void>((resolve) => void timer.after(lookMillis, resolve));
  }
  return last;
}

function isSettled({ state, problem, lastSentUnixMillis }: ForwardHealth): boolean {
  return state === 'off' || state === 'failed' || problem !== undefined || lastSentUnixMillis !== undefined;
}
