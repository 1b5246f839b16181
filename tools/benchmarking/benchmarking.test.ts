// The form of a benchmark's report, and reading it out of what a benchmark prints.

import { expect, test, vi } from 'vitest';
import { datatroveMinhash, findDatatrove } from './find-datatrove.mjs';
import { findReportFaults, readReport } from './report.mjs';

const metric = {
  metric: 'decode',
  unit: 'tokens/s',
  ours: 115,
  peer: 75,
  peerVersion: 'llama.cpp b1',
  ratio: 1.53,
  goal: '>= 1',
  holds: true,
};
const report = { name: 'x', date: '2026-01-01', machine: '2 cores', metrics: [metric] };

test('a full report has no faults, and a metric may stand without a peer', () => {
  expect(findReportFaults(report)).toEqual([]);
  const alone = { ...metric, peer: null, peerVersion: null, ratio: null };
  expect(findReportFaults({ ...report, metrics: [alone] })).toEqual([]);
});

test('faults name the field and what stands there', () => {
  const bad = { ...report, machine: '', metrics: [{ ...metric, ours: null, holds: 'yes' }] };
  expect(findReportFaults(bad)).toEqual([
    'machine is missing',
    'metrics[0].ours is null, not a number',
    'metrics[0].holds is "yes", not a boolean',
  ]);
  expect(findReportFaults(undefined)).toContain('there are no metrics');
});

test('the report is found alone, on the last line, and broken over lines after other output', () => {
  const pretty = JSON.stringify(report, null, 2);
  for (const text of [pretty, `warming up\n${JSON.stringify(report)}\n`, `warming up\n${pretty}\n`]) {
    expect(readReport(text)).toEqual(report);
  }
  expect(readReport('nothing')).toBeUndefined();
});

test('a Python that is named is taken for datatrove, and nothing is installed', async () => {
  vi.stubEnv('SLIPWAY_DATATROVE_PYTHON', '/opt/peers/bin/python');
  const said: string[] = [];
  const python = await findDatatrove('/nowhere', datatroveMinhash, (line: string) => said.push(line));
  vi.unstubAllEnvs();
  expect({ python, said }).toEqual({ python: '/opt/peers/bin/python', said: [] });
});
