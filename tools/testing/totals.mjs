// Adds up what Vitest and pytest report, read from the files that they write for machines.
// Invariant: a file that could not be loaded, or a runner that ended badly with no failed test, counts as one failure:
// a total without failures means that everything ran. Refuses: to read what runners print for people.

/** Counts of nothing. */
export const noTests = { numPassed: 0, numFailed: 0, numSkipped: 0 };

/** Counts from Vitest's JSON report. */
export function countVitest(report) {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    numPassed: report.numPassedTests,
    numFailed: report.numFailedTests + brokenFiles.length,
    numSkipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Counts from pytest's JUnit report. */
export function countPytest(xml) {
  const suite = /<testsuite\b[^>]*>/.exec(xml)?.[0] ?? '';
  const read = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const numFailed = read('failures') + read('errors');
  const numSkipped = read('skipped');
  return { numPassed: Math.max(0, read('tests') - numFailed - numSkipped), numFailed, numSkipped };
}

/** Sums counts. */
export function addCounts(...counts) {
  return counts.reduce(
    (sum, next) => ({
      numPassed: sum.numPassed + next.numPassed,
      numFailed: sum.numFailed + next.numFailed,
      numSkipped: sum.numSkipped + next.numSkipped,
    }),
    noTests,
  );
}

/** The line of totals: "12 passed, 0 failed, 3 skipped". */
export function formatTotals({ numPassed, numFailed, numSkipped }) {
  return `${numPassed} passed, ${numFailed} failed, ${numSkipped} skipped`;
}
