import { expect, test } from 'vitest';
import { tallyOfReport, type VitestReport } from '../../support/vitestReport.ts';

test('counts tests, and names those that failed or had to be run again', () => {
  expect(
    tallyOfReport('unit', report(['passed'], ['passed', 'once'], ['failed', 'twice\n  at line 3']), 1),
  ).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
    failures: ['unit: test 3 (twice)'],
    unsteady: ['unit: test 2 (once)'],
  });
});

test('a file that cannot be loaded is a failure with a name', () => {
  const broken = { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] };
  const { testResults, ...counts } = report(['passed']);
  const tally = tallyOfReport('unit', { ...counts, testResults: [...testResults, broken] }, 1);
  expect(tally).toMatchObject({ failed: 1, failures: ['unit: a.test.ts no such module'] });
});

test('a run that ends badly has failed even where no test has', () => {
  const tally = tallyOfReport('unit', report(['passed']), 1);
  expect(tally).toMatchObject({ failed: 1, failures: ['unit: something outside the tests'] });
});

function report(...tests: readonly (readonly [string, string?])[]): VitestReport {
  const count = (wanted: string): number => tests.filter(([status]) => status === wanted).length;
  return {
    numPassedTests: count('passed'),
    numFailedTests: count('failed'),
    numPendingTests: 0,
    testResults: [
      {
        name: 'some.test.ts',
        status: count('failed') > 0 ? 'failed' : 'passed',
        message: '',
        assertionResults: tests.map(([status, failure], index) => ({
          fullName: `test ${index + 1}`,
          status,
          failureMessages: failure === undefined ? [] : [failure],
        })),
      },
    ],
  };
}
