import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '@slipway/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Logger } from '../ports/logger.ts';
import { createWorkerRunner } from './worker-runner.ts';

const script = `
import json, os, signal, sys, time
request = json.loads(sys.stdin.readline())
def tell(**message):
    print(json.dumps(message), flush=True)
def behave(what):
    if what == 'result':
        tell(type='progress', done=1, text='\\u8fdb\\u5ea6')
        print('chatter for the log', file=sys.stderr)
        print('not the protocol', flush=True)
        tell(type='result', answer=request['number'] * 2)
    elif what == 'error':
        tell(type='error', code='train-diverged', message='loss is NaN', hint='lower the rate', retryable=False)
        sys.exit(1)
    elif what == 'unheard-of':
        tell(type='error', code='no-such-code', message='odd')
        sys.exit(1)
    elif what == 'silent':
        sys.exit(9)
    elif what == 'killed':
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == 'late-crash':
        tell(type='result', answer=1)
        sys.exit(3)
    elif what == 'stay':
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        tell(type='ready', pid=os.getpid())
        time.sleep(60)
behave(request['what'])
`;

describe('worker runner', () => {
  let directory: string;
  const lines: unknown[] = [];
  const note = (event: string, fields?: Record<string, unknown>) => void lines.push([event, fields?.line]);
  const log: Logger = { debug: note, info: note, warn: note, error: note, child: () => log };
  beforeEach(async () => {
    lines.length = 0;
    directory = await mkdtemp(join(tmpdir(), 'slipway-worker-'));
    await writeFile(join(directory, 'scripted.py'), script);
  });
  afterEach(() => rm(directory, { recursive: true }));

  const messages: Json[] = [];
  const run = (request: Json, signal = new AbortController().signal, python = 'python3') => {
    messages.length = 0;
    const env = { PYTHONPATH: directory, PATH: '/usr/local/bin:/usr/bin:/bin' };
    const runner = createWorkerRunner({
      resolveEnvironment: async () => ({ python, env }),
      log,
      graceMs: 200,
    });
    const onMessage = (message: Json) => void messages.push(message);
    return runner.run({ environment: 'train', module: 'scripted', request, signal, onMessage });
  };

  it('hands over the request, passes messages on, and returns the result', async () => {
    expect(await run({ what: 'result', number: 21 })).toEqual({ answer: 42 });
    expect(messages).toEqual([{ type: 'progress', done: 1, text: '进度' }]);
    expect(lines).toContainEqual(['worker-said', 'chatter for the log']);
    expect(lines).toContainEqual(['worker-output-unexpected', 'not the protocol']);
  });

  it("throws the worker's own error, or internal for a code that is not ours", async () => {
    await expect(run({ what: 'error' })).rejects.toMatchObject({
      code: 'train-diverged',
      message: 'loss is NaN',
      hint: 'lower the rate',
    });
    await expect(run({ what: 'unheard-of' })).rejects.toMatchObject({ code: 'internal' });
  });

  it.each([
    ['silent', /exit code 9/],
    ['killed', /signal SIGKILL.*memory/],
    ['late-crash', /exit code 3/],
  ])('names how a worker ended that crashed: %s', async (what, message) => {
    const failure = run({ what });
    await expect(failure).rejects.toMatchObject({ code: 'worker-crashed', retryable: true });
    await expect(failure).rejects.toThrow(message);
  });

  it('says that there is no such Python', async () => {
    const failure = run({ what: 'result' }, new AbortController().signal, '/no/such/python');
    await expect(failure).rejects.toMatchObject({ code: 'python-missing' });
  });

  it('ends a worker that will not end when aborted, and what throws while listening', async () => {
    const stop = new AbortController();
    const env = { PYTHONPATH: directory, PATH: '/usr/local/bin:/usr/bin:/bin' };
    const runner = createWorkerRunner({
      resolveEnvironment: async () => ({ python: 'python3', env }),
      log,
      graceMs: 100,
    });
    let pid = 0;
    const options = { environment: 'train', module: 'scripted', request: { what: 'stay' } };
    const aborted = runner.run({
      ...options,
      signal: stop.signal,
      onMessage(message) {
        pid = Number(message.pid);
        stop.abort();
      },
    });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
    await expect(readFile(`/proc/${pid}/stat`)).rejects.toMatchObject({ code: 'ENOENT' });
    const onMessage = () => {
      throw new Error('cannot listen');
    };
    const deaf = runner.run({ ...options, signal: new AbortController().signal, onMessage });
    await expect(deaf).rejects.toThrow('cannot listen');
  });
});
