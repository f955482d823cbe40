import type { Drop } from '../../shared/protocol.ts';

/** Why spans are let go on purpose; shown to people as it stands. */
export const dropReasons = {
  sampledOut: 'sampled out at the door',
  spanBudget: 'over the budget of spans',
  diskBudget: 'over the budget of disk',
  forward: 'given up by a forward',
} as const;
export type DropReason = (typeof dropReasons)[keyof typeof dropReasons];

/** Counts what was let go on purpose since the start. */
export class DropCounts {
  readonly #counts = new Map<DropReason, { spans: number; traces: number }>();

  add(reason: DropReason, spans: number, traces: number): void {
    const count = this.#counts.get(reason) ?? { spans: 0, traces: 0 };
    count.spans += spans;
    count.traces += traces;
    this.#counts.set(reason, count);
  }

  list(): readonly Drop[] {
    return [...this.#counts].map(([reason, count]) => ({ reason, ...count }));
  }
}
