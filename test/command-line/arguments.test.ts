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
    [['statement', '--by', 'harbour'], /"harbour" is no --by: one of customer, industry, model, period/],
    [['statement', '--csv', '--json'], /^$/],
    [['rnus'], /unknown command 'rnus' \(did you mean runs\?\)\n.*`slipway --help`/],
    [['receipt'], /missing required argument 'answer'\n.*`slipway receipt --help`/],
    [['keys', 'list', '--harbour'], /unknown option '--harbour'\n.*`slipway keys list --help`/],
    [['receipt', 'harbour'], /"harbour" is no answer id\n.*ans_ with 25 .*slipway answers/],
    [['run', 'harbour.ts'], /harbour\.ts cannot be read as a recipe: there is no such file\n/],
    [['run', 'harbour.md'], /harbour\.md is no recipe: its name ends in \.md\n/],
    [['environment', 'harbour'], /there is no worker "harbour"\n.*train/],
    [['chat', 'harbour', '-m', 'hi'], /no model is in service as "harbour"\n.*slipway deploy/],
    [['artifacts', '0123456789ab'], /there is no artifact "0123456789ab"\n.*slipway artifacts/],
    [['--home', '/harbour/nowhere', 'runs'], /there is no folder \/harbour\n/],
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
    const { errors } = await chinese.run('data', 'run', './nowhere', '--html', './neverland/card.html');
    expect(errors).toMatch(/✗ 参数有误：--html \.\/neverland\/card\.html、\/.*neverland\n/);
    expect((await chinese.run('config')).output).toMatch(/^字段\s+值\s+来源/);
    await chinese.dispose();
  });

  it('says that a price is set', async () => {
    const { exitCode, output } = await slipway.run('prices', 'set', 'tour', '0.15', '0', '0.6');
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringContaining('tour') });
    expect((await slipway.run('prices')).output).toContain('0.600000');
  });
});
