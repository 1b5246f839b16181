// The totals of `npm test`, from reports as Vitest and pytest write them.

import { expect, test } from 'vitest';
import { addCounts, countPytest, countVitest, formatTotals } from './totals.mjs';

test('a Vitest file that could not be loaded is a failure', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
    { status: 'passed', assertionResults: [{ status: 'passed' }] },
  ];
  const report = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 3, numTodoTests: 1, testResults };
  expect(countVitest(report)).toEqual({ numPassed: 2, numFailed: 2, numSkipped: 4 });
});

test('pytest counts errors as failures', () => {
  const suite = '<testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" time="0.1">';
  expect(countPytest(`<testsuites name="pytest tests">${suite}</testsuite></testsuites>`)).toEqual({
    numPassed: 4,
    numFailed: 3,
    numSkipped: 3,
  });
});

test('the line of totals adds both runners up', () => {
  const one = { numPassed: 2, numFailed: 0, numSkipped: 1 };
  expect(formatTotals(addCounts(one, { numPassed: 40, numFailed: 1, numSkipped: 0 }))).toBe(
    '42 passed, 1 failed, 1 skipped',
  );
});
