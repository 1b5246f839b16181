import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from './create-logger.ts';
import { redactFields } from './redact-fields.ts';

describe('createLogger', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-log-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes JSON lines of its level and above, with the fields of its parents', async () => {
    const file = join(folder, 'logs/server.jsonl');
    const logger = createLogger({ file, fields: { part: 'server' } });
    logger.debug('thing-ignored');
    logger.child({ runId: 'run_1' }).warn('attempt-lost', { number: 2, error: new Error('gone') });
    logger.close();
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      level: 'warn',
      event: 'attempt-lost',
      part: 'server',
      runId: 'run_1',
      number: 2,
      error: { type: 'Error', message: 'gone', stack: expect.stringContaining('create-logger.test') },
    });
  });

  it('keeps secrets, prompts and answers out', async () => {
    const file = join(folder, 'log.jsonl');
    const logger = createLogger({ file });
    logger.child({ apiKey: 'sk-1' }).info('request-begun', {
      headers: { Authorization: 'Bearer sk-2', 'x-api-key': 'sk-3' },
      body: [{ messages: [{ role: 'user', content: 'my question' }], prompt: 'my prompt' }],
      database: 'postgres://me:hunter2@host/db',
      token: 'tok-4',
      secret: { deep: 'sk-5' },
    });
    logger.close();
    const text = await readFile(file, 'utf8');
    for (const leak of ['sk-', 'my question', 'my prompt', 'hunter2', 'tok-4'])
      expect(text).not.toContain(leak);
    expect(text).toContain('request-begun');
  });
});

describe('redactFields', () => {
  it('leaves counts, ids and digests readable', () => {
    const fields = {
      numPromptTokens: 12,
      answerId: 'ans_1',
      keyId: 'key_1',
      promptDigest: 'sha256:1',
      tokenFile: '/home/a/token',
      hasToken: true,
    };
    expect(redactFields(fields)).toEqual(fields);
  });

  it('prints errors with code, hint and cause, and nothing else of them', () => {
    const cause = Object.assign(new Error('driver'), { code: '23505', parameters: ['private'] });
    const error = new SlipwayError({ code: 'disk-full', message: 'full', hint: 'make room', cause });
    const redacted = redactFields({ error });
    expect(redacted.error).toMatchObject({
      code: 'disk-full',
      hint: 'make room',
      cause: { message: 'driver', code: '23505' },
    });
    expect(JSON.stringify(redacted)).not.toContain('private');
  });

  it('keeps the parameters of a failed statement out', () => {
    const error = new Error('Failed query: insert into a values ($1)\nparams: my private,words');
    const text = JSON.stringify(redactFields({ error }));
    expect(text).toContain('insert into a values');
    expect(text).toContain('create-logger.test');
    expect(text).not.toContain('private');
    expect(text).not.toContain('words');
  });

  it('survives what refers to itself', () => {
    const ring: Record<string, unknown> = { n: 1n, at: new Date(0), bytes: new Uint8Array(3) };
    ring.self = ring;
    expect(() => JSON.stringify(redactFields(ring))).not.toThrow();
    expect(redactFields(ring)).toMatchObject({ n: '1', at: '1970-01-01T00:00:00.000Z', bytes: '[3 bytes]' });
  });
});

it.skipIf(process.platform !== 'linux')('a full disk costs lines, not the process', () => {
  const log = createLogger({ file: '/dev/full' });
  for (let turn = 0; turn < 3; turn += 1) log.error('tick-failed', { turn });
  log.close();
});
