import type { TestSpan } from '../support/traceText.ts';

/** Numbers from 0 to below 1, the same ones for the same seed (a linear congruential generator). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A random tree of spans with whole-number times. Children may overlap, touch, stick out of their parent and
 * start after it ended; with `broken`, parents may be missing or form cycles.
 */
export function randomSpans(
  random: () => number,
  { count, broken = false }: { readonly count: number; readonly broken?: boolean },
): TestSpan[] {
  const whole = (below: number): number => Math.floor(random() * below);
  return Array.from({ length: count }, (_, index) => {
    const start = whole(50);
    const parent = broken ? whole(count + 3) : whole(index) + 1;
    return {
      id: (index + 1).toString(16),
      ...(index === 0 || parent === 0 ? {} : { parent: parent.toString(16) }),
      name: `op ${whole(3)}`,
      service: `service ${whole(2)}`,
      kind: (['internal', 'client', 'server', 'producer', 'consumer'] as const)[whole(5)] ?? 'internal',
      start,
      end: start + whole(40),
    };
  });
}

/** Each span the only child of the one before. */
export function chainOf(count: number): TestSpan[] {
  return Array.from({ length: count }, (_, index) => ({
    ...(index === 0 ? {} : { parent: index.toString(16) }),
    name: `level ${index}`,
    start: index,
    end: 2 * count - index,
  }));
}

/** All spans but the first its children, one after the other. */
export function wideOf(count: number): TestSpan[] {
  return Array.from({ length: count }, (_, index) => ({
    ...(index === 0
      ? { start: 0, end: 10 * count }
      : { parent: '1', start: 10 * index, end: 10 * index + 10 }),
    name: index === 0 ? 'parent' : 'child',
  }));
}
