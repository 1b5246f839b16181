// The report that every benchmark prints with `--json`: its form, checked, and its table for people.
// Invariant: a metric has our number, the peer's, the ratio and the goal; `holds` says whether the goal was met.
// Refuses: a report with a missing field, or one whose `holds` is not true or false.

const metricKinds = {
  metric: 'string',
  unit: 'string',
  ours: 'number',
  peer: 'number',
  peerVersion: 'string',
  ratio: 'number',
  goal: 'string',
  holds: 'boolean',
};
// A metric may have no peer (a property that only we claim); then these three are null, but present.
const mayBeNull = new Set(['peer', 'peerVersion', 'ratio']);

function judgeField(value, kind, mayLack) {
  if (value === null && mayLack) return true;
  if (kind === 'number') return Number.isFinite(value);
  return kind === 'string' ? typeof value === 'string' || typeof value === 'number' : typeof value === kind;
}

/** What is wrong with a report, one line a fault; empty when it is right. */
export function findReportFaults(report) {
  const faults = ['name', 'date', 'machine']
    .filter((field) => !report?.[field])
    .map((field) => `${field} is missing`);
  if (!Array.isArray(report?.metrics) || report.metrics.length === 0)
    return [...faults, 'there are no metrics'];
  report.metrics.forEach((metric, index) => {
    for (const [field, kind] of Object.entries(metricKinds)) {
      if (judgeField(metric[field], kind, mayBeNull.has(field))) continue;
      faults.push(`metrics[${index}].${field} is ${JSON.stringify(metric[field])}, not a ${kind}`);
    }
  });
  return faults;
}

/** Reads the report out of what a benchmark printed: the last line, or the whole, that is a JSON object. */
export function readReport(text) {
  const lines = text.trim().split('\n');
  for (const candidate of [text, lines.at(-1) ?? '', text.slice(text.indexOf('\n{') + 1)]) {
    try {
      const value = JSON.parse(candidate);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // The next candidate is tried.
    }
  }
  return undefined;
}
