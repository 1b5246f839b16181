import { describe, expect, it } from 'vitest';
import { formatLog } from './format-log.ts';

describe('lines of a log', () => {
  it('of JSON become time, event and fields; all others stay', () => {
    const text = [
      '{"level":"info","time":"2026-11-30T02:20:03.379Z","pid":7285,"line":"Waiting","event":"environment-progress"}',
      'step=1 loss=2.9',
      '{"level":"info","ti',
    ].join('\n');
    expect(formatLog(text).split('\n')).toEqual([
      '02:20:03  info  environment-progress  Waiting  pid=7285',
      'step=1 loss=2.9',
      '{"level":"info","ti',
    ]);
  });

  it('keep a brace that is no JSON', () => {
    expect(formatLog('{not json}')).toBe('{not json}');
  });
});
