import type { Confidence, Placement } from '../../shared/placement.ts';
import type { Site } from '../../shared/site.ts';
import { isLibrarySite } from '../libraryScope.ts';
import type { Rung, RungContext } from '../rung.ts';
import { parseStackTrace, placeFrames } from '../stackTrace.ts';

/** `code.stacktrace`: where the span was made, the first of the user's frames (Effect, Elastic's agent, otelzap). */
export const codeStackRung: Rung = {
  name: 'code.stacktrace',
  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    const stack = site.evidence['code.stacktrace'];
    return stack === undefined ? [] : await firstFrame(stack, site, context, this.name, 'high');
  },
};

/**
 * Where an error in the span was raised. For what the user calls that is the call; for his own spans it is only
 * somewhere inside.
 */
export const exceptionRung: Rung = {
  name: 'exception.stacktrace',
  searches: true,
  async place(site: Site, context: RungContext): Promise<readonly Placement[]> {
    const calls = site.kind === 'client' || site.kind === 'producer';
    if (site.errors === 0 || (!calls && isLibrarySite(site))) return [];
    const { exceptionStack } = await context.relatives();
    if (exceptionStack === undefined) return [];
    return await firstFrame(exceptionStack, site, context, this.name, calls ? 'medium' : 'low');
  },
};

async function firstFrame(
  stack: string,
  { service }: Site,
  { files, paths }: RungContext,
  rung: string,
  confidence: Confidence,
): Promise<readonly Placement[]> {
  const frames = await placeFrames(parseStackTrace(stack), files, service, paths);
  const located = frames.flatMap(({ location }) => location ?? []);
  // Python prints the innermost frame last.
  const location = /^\s*(?:\+ )?.*Traceback \(most recent call last\)/m.test(stack)
    ? located.at(-1)
    : located[0];
  if (location === undefined) return [];
  return [{ location, rung, confidence, evidence: `the first of your frames in ${rung}` }];
}
