import type { Health } from '../shared/protocol.ts';

/** A refusal that is older than that has been seen, or does not matter. */
const latelyMillis = 5 * 60_000;

/** What the status bar warns of, a line each; none where all is well. */
export function healthTroubles(health: Health, nowMillis: number): readonly string[] {
  const shut = health.receivers.flatMap(({ name, problem }) =>
    problem === undefined ? [] : [`${name}: ${problem}`],
  );
  const refused = health.refusals
    .filter(({ lastUnixMillis }) => nowMillis - lastUnixMillis < latelyMillis)
    .map(({ reason }) => `Refused lately: ${reason}`);
  const forwards = health.forwards
    .filter(({ state }) => state === 'failed' || state === 'retrying')
    .map(({ name, problem = 'it does not answer.' }) => `Forward ${name}: ${problem}`);
  return [...health.notices, ...shut, ...refused, ...forwards];
}
