/** How many tests ended how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Names of the tests that failed. */
  readonly failures?: readonly string[];
  /** Names of the tests that failed at first, and passed when they were run again: they race. */
  readonly unsteady?: readonly string[];
}

export function addTallies(tallies: readonly Tally[]): Required<Tally> {
  return tallies.reduce<Required<Tally>>(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
      failures: [...sum.failures, ...(tally.failures ?? [])],
      unsteady: [...sum.unsteady, ...(tally.unsteady ?? [])],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] },
  );
}
