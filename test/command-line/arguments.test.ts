/** Arguments and input that a person gets wrong, or ends early: each is a line that names what is wrong, and no stack trace. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlipway, type Slipway } from './run-slipway.ts';

describe('the command line', { timeout: 120_000 }, () => {
  let slipway: Slipway;
  beforeAll(async () => {
    slipway = await openSlipway();
  });
  afterAll(() => slipway?.dispose());

  it.each([
    [['statement', '--from', 'yesterday'], /"yesterday" is no --from: a day or an instant/],
    [['statement', '--until', '2026-02-31T99:00'], /is no --until/],
    [['statement', '--by', 'harbour'], /harbour/],
    [['deploy', `sha256:${'0'.repeat(64)}`, '--context', '2k'], /"2k" is no --context: a whole number/],
    [['prices', 'set', 'tour', 'abc', '1', '1'], /"abc" is no price of input tokens/],
    [['prices', 'set', 'tour', '1', '1', '-1', '--currency', 'EUR'], /-1/],
    [['prices', 'set', 'tour', '1', '1', '1', '--currency', 'shells'], /"shells" is no currency/],
  ])('refuses %j', async (args, reason) => {
    const { exitCode, errors } = await slipway.run(...args);
    expect(exitCode).toBe(1);
    expect(errors).toMatch(reason);
  });

  it('tells programs of an unknown flag as of any other error', async () => {
    const { exitCode, last } = await slipway.runJson('runs', '--harbour');
    expect({ exitCode, last }).toEqual({
      exitCode: 1,
      last: {
        error: expect.objectContaining({
          code: 'argument-invalid',
          message: expect.stringMatching(/--harbour/),
        }),
      },
    });
  });

  it('speaks Chinese to a Chinese terminal', async () => {
    const chinese = await openSlipway({ environment: { LC_ALL: 'zh_CN.UTF-8' } });
    const { output } = await chinese.run('doctor');
    for (const word of ['处理器', '内存', '磁盘', '未运行']) expect(output).toContain(word);
    expect((await chinese.run('config')).output).toMatch(/^字段\s+值\s+来源/);
    await chinese.dispose();
  });

  it('says that a price is set', async () => {
    const { exitCode, output } = await slipway.run('prices', 'set', 'tour', '0.15', '0', '0.6');
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining('tour') });
    expect((await slipway.run('prices')).output).toContain('0.600000');
  });
});
