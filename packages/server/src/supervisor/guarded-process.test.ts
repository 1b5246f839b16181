import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ErrorData, SlipwayError } from '@slipway/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GuardedProcess, type GuardedProcessOptions, guardProcess } from './guarded-process.ts';

const timeout = 60_000;
const environment = { PATH: process.env.PATH };
/** Reads its configuration and counts its starts in a file; then what a test adds. */
const prelude = `
import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const lines = createInterface({ input: process.stdin });
const say = (message) => process.stdout.write(JSON.stringify(message) + '\\n');
const given = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
appendFileSync(given.startsFile, 'x');
`;
const lives = `say({ type: 'listening', port: 4700 }); process.stdin.on('end', () => process.exit(0)); process.stdin.resume(); setInterval(() => undefined, 1000);`;

describe('guardProcess', () => {
  let folder: string;
  let guarded: GuardedProcess | undefined;
  let said: { listening: number[]; down: ErrorData[]; givenUp: ErrorData[] };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-guarded-'));
    said = { listening: [], down: [], givenUp: [] };
  });
  afterEach(async () => {
    await guarded?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const guard = (body: string, more: Partial<GuardedProcessOptions> = {}) => {
    guarded = guardProcess({
      command: process.execPath,
      args: ['--input-type=module', '-e', prelude + body],
      environment,
      logFile: join(folder, 'logs', 'log.txt'),
      configuration: () => ({ startsFile: join(folder, 'starts') }),
      onListening: (port) => said.listening.push(port),
      onDown: (error) => said.down.push(error),
      onGivenUp: (error) => said.givenUp.push(error),
      ...more,
    });
    return guarded;
  };
  const countStarts = async () => (await stat(join(folder, 'starts')).catch(() => ({ size: 0 }))).size;
  const until = (count: () => number, number: number) =>
    expect.poll(count, { timeout: 30_000 }).toBeGreaterThanOrEqual(number);

  it('says where it listens, starts again what was killed, and ends with its life line', {
    timeout,
  }, async () => {
    const process = guard(`console.error('a line for the log'); ${lives}`);
    await until(() => said.listening.length, 1);
    const firstPid = process.pid as number;
    globalThis.process.kill(firstPid, 'SIGKILL');
    await until(() => said.listening.length, 2);
    expect(said.down).toEqual([
      { code: 'engine-crashed', message: expect.stringContaining('SIGKILL'), retryable: true },
    ]);
    const secondPid = process.pid as number;
    expect(secondPid).not.toBe(firstPid);
    await process.stop();
    expect(() => globalThis.process.kill(secondPid, 0)).toThrow('ESRCH');
    expect(await readFile(join(folder, 'logs', 'log.txt'), 'utf8')).toContain('a line for the log');
    expect(said.givenUp).toEqual([]);
  });

  it('gives up what never listens, after four deaths', { timeout }, async () => {
    guard(`process.exit(3);`);
    await until(() => said.givenUp.length, 1);
    expect(await countStarts()).toBe(4);
    expect(said.down).toHaveLength(3);
    expect(said.givenUp[0]?.message).toContain('code 3');
  });

  it('goes on starting what listens each time and dies soon after', { timeout }, async () => {
    guard(`say({ type: 'listening', port: 1 }); setTimeout(() => process.exit(3), 20);`);
    await until(() => said.listening.length, 5);
    expect(said.givenUp).toEqual([]);
  });

  it('gives up at once what says itself that trying again is of no use', { timeout }, async () => {
    const error = { code: 'port-taken', message: 'port 1 is taken', retryable: false };
    guard(`say({ type: 'failed', error: ${JSON.stringify(error)} }); process.exit(1);`);
    await until(() => said.givenUp.length, 1);
    expect(await countStarts()).toBe(1);
    expect(said.givenUp).toEqual([error]);
  });

  it('waits out a passing fault in making its configuration, and gives up on another', {
    timeout,
  }, async () => {
    let numAsked = 0;
    const configuration = () => {
      numAsked += 1;
      if (numAsked < 3) throw new SlipwayError({ code: 'network-unreachable', message: 'the store is away' });
      return { startsFile: join(folder, 'starts') };
    };
    const process = guard(lives, { configuration });
    await until(() => said.listening.length, 1);
    expect(said.down.map(({ code }) => code)).toEqual(['network-unreachable', 'network-unreachable']);
    await process.stop();
    const gone = () => Promise.reject(new SlipwayError({ code: 'artifact-missing', message: 'gone' }));
    guard(lives, { configuration: gone });
    await until(() => said.givenUp.length, 1);
    expect(said.givenUp[0]?.code).toBe('artifact-missing');
  });

  it('lets neither itself nor the process end of a log that cannot be written', { timeout }, async () => {
    const chatty = `for (let n = 0; n < 2000; n += 1) console.error('x'.repeat(1000)); ${lives}`;
    guard(chatty, { logFile: '/dev/full' });
    await until(() => said.listening.length, 1);
    expect(said.down).toEqual([]);
  });
});
