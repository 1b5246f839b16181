import { expect, it } from 'vitest';
import { readLogLine } from './log-line.ts';

const time = '2026-11-30T02:20:03.379Z';
const write = (fields: object) => JSON.stringify({ level: 'info', time, pid: 7, ...fields });

it('reads what a line says, with its time and without its process', () => {
  const said = readLogLine(write({ line: 'Waiting for process 7104', event: 'environment-progress' }));
  expect(said).toEqual({ at: time, level: 'info', text: 'Waiting for process 7104' });
  expect(readLogLine(write({ event: 'step-done', step: 3, file: 'a b', lost: [1] })).text).toBe(
    'step-done step=3 file=a b lost=[1]',
  );
});

it.each(['', 'plain words', '{"a": 1}', '{not json', '[1]', '"event"'])('leaves %j as it is', (line) => {
  expect(readLogLine(line)).toEqual({ text: line });
});
