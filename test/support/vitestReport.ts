import type { Tally } from './tally.ts';

/** What vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** A failure outside the tests, such as a file that cannot be loaded, counts as one. */
export function tallyOfReport(level: string, report: VitestReport, code: number): Tally {
  const { numPassedTests: passed, numFailedTests, numPendingTests: skipped } = report;
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const failures = tests.filter((test) => !isFine(test)).map(withReason);
  const outside = report.testResults
    .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every(isFine))
    .map(({ name, message }) => `${name} ${message}`.trim());
  const unsteady = tests
    .filter((test) => isFine(test) && (test.failureMessages?.length ?? 0) > 0)
    .map(withReason);
  const all = [...failures, ...outside];
  return {
    passed,
    failed: code !== 0 && numFailedTests === 0 ? 1 : numFailedTests,
    skipped,
    failures: (all.length === 0 && code !== 0 ? ['something outside the tests'] : all).map(
      (name) => `${level}: ${name}`,
    ),
    unsteady: unsteady.map((name) => `${level}: ${name}`),
  };
}

/** The name, and the first line of what went wrong. */
function withReason({ fullName, failureMessages }: TestResult): string {
  const [reason = ''] = (failureMessages?.[0] ?? '').split('\n');
  return reason === '' ? fullName : `${fullName} (${reason})`;
}

type TestResult = VitestReport['testResults'][number]['assertionResults'][number];

function isFine({ status }: { readonly status: string }): boolean {
  return status !== 'failed';
}
