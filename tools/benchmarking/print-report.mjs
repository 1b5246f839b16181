// Ends a benchmark: its report on standard output, as one line of JSON or as a table for people.
// Invariant: the report has the form that `report.mjs` checks, with the day and the machine it was measured on.

import { cpus, totalmem } from 'node:os';

/** @param metrics rows of the form in `benchmarks/README.md` */
export function printReport(name, metrics, { isJson }) {
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`;
  const report = { name, date: new Date().toISOString().slice(0, 10), machine, metrics };
  if (isJson) console.log(JSON.stringify(report));
  else console.table(metrics.map(toRow));
}

/** A row for people: what the peer is stands beside its number, and numbers have as many digits as mean something. */
function toRow({ metric, unit, ours, peer, peerVersion, ratio, goal, holds }) {
  const round = (number) => (typeof number === 'number' ? Number(number.toPrecision(4)) : number);
  return {
    metric,
    unit,
    ours: round(ours),
    peer: round(peer),
    'peer is': peerVersion,
    ratio: round(ratio),
    goal,
    holds,
  };
}
