import type { CallerFinder } from '../callerFinder.ts';
import type { Failures } from '../failures.ts';
import type { Handlers } from '../handlers.ts';

/** What the hook of a framework works with. */
export interface FrameworkTools {
  readonly caller: CallerFinder;
  readonly handlers: Handlers;
  readonly failures: Failures;
}

/** Runs a part of a hook that must not harm the program. */
export function guarded(failures: Failures, where: string, body: () => void): void {
  try {
    body();
  } catch (error) {
    failures.add(where, error);
  }
}

/**
 * Replaces a method by one that calls it and then looks at what came of it. The program sees the method's answer and
 * errors as ever, and never an error of `after`.
 */
export function after(
  owner: object,
  name: string,
  failures: Failures,
  look: (
    self: object,
    args: readonly unknown[],
    answer: unknown,
    wrapper: (...args: never[]) => unknown,
  ) => void,
): void {
  const methods = owner as Record<string, unknown>;
  const method = methods[name];
  if (typeof method !== 'function') return;
  methods[name] = function spanlineAfter(this: object, ...args: unknown[]): unknown {
    const answer: unknown = Reflect.apply(method, this, args);
    guarded(failures, name, () => look(this, args, answer, spanlineAfter));
    return answer;
  };
}
