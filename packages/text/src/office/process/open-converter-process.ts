/**
 * One child process that converts a file at a time, begun when it is needed and begun again when it died.
 * Invariant: every call resolves: with what the child said, or, where a file ended it twice, with the reason. No process outlives `close`.
 * Refuses: to give the child an environment, standard input, or more time and memory than it was granted.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Conversion, ConversionReason } from '../records/conversion.ts';
import { type ConversionJob, memoryMark } from './conversion-job.ts';
import { readProcessorMs } from './processor-time.ts';

export interface ProcessLimits {
  /** Resident memory of the process, in bytes. */
  maxMemoryBytes: number;
  /** For one file, in milliseconds of the processor; by the clock ten times as long. */
  timeoutMs: number;
  /** What the child runs; the one of this package unless a test has its own. */
  script?: string;
}

export interface ConverterProcess {
  convert(job: ConversionJob): Promise<Conversion>;
  close(): Promise<void>;
}

const maxDeaths = 2;
/** A process that has converted so many files makes room for a new one: what a library leaks stays bounded. */
const maxFilesPerProcess = 2000;
/** Bytes of standard error that are kept. */
const maxErrorCharacters = 4096;
/** By the clock a file may take so many times its time: a process that only waits ends, too. */
const patience = 10;
/** Of the memory, this share may be the heap of JavaScript; the rest is code, buffers and the bytes of the file. */
const heapShare = 0.75;

interface Child {
  process: ChildProcess;
  numFiles: number;
  errors: string;
  gone: Promise<void>;
}

type Death = { reason: ConversionReason; detail: string };

export function openConverterProcess(limits: ProcessLimits): ConverterProcess {
  let child: Child | undefined;
  let isClosed = false;
  const end = async () => {
    const ending = child;
    child = undefined;
    if (ending) await killChild(ending);
  };
  return {
    async convert(job) {
      for (let numDeaths = 1; ; numDeaths += 1) {
        if (isClosed) return { kind: 'set-aside', reason: 'crashed', detail: 'the converter was closed' };
        child ??= startChild(limits);
        child.numFiles += 1;
        const answer = await askChild(child, job, limits.timeoutMs);
        const isAnswered = 'kind' in answer;
        if (!isAnswered || child.numFiles >= maxFilesPerProcess) await end();
        if (isAnswered) return answer;
        if (numDeaths >= maxDeaths) return { kind: 'set-aside', ...answer };
      }
    },
    close() {
      isClosed = true;
      return end();
    },
  };
}

/** The compiled script: this file may itself be run as TypeScript, by tests. */
function findScript(): string {
  const beside = fileURLToPath(new URL('./serve-conversions.js', import.meta.url));
  const built = fileURLToPath(new URL('../../../dist/office/process/serve-conversions.js', import.meta.url));
  return existsSync(beside) ? beside : built;
}

function startChild({ maxMemoryBytes, script = findScript() }: ProcessLimits): Child {
  const heapMebibytes = Math.floor((maxMemoryBytes * heapShare) / 1024 ** 2);
  const process = fork(script, [String(maxMemoryBytes)], {
    execArgv: [`--max-old-space-size=${heapMebibytes}`],
    serialization: 'advanced',
    detached: true,
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const child: Child = { process, numFiles: 0, errors: '', gone: Promise.resolve() };
  child.gone = new Promise((resolve) => {
    // A channel that breaks is an error, too, and may be one more than once.
    process.once('close', () => resolve()).on('error', () => resolve());
  });
  process.stderr?.setEncoding('utf8').on('data', (text: string) => {
    child.errors = (child.errors + text).slice(-maxErrorCharacters);
  });
  return child;
}

function askChild(child: Child, job: ConversionJob, timeoutMs: number): Promise<Conversion | Death> {
  return new Promise((resolve) => {
    const startMs = readProcessorMs(child.process.pid);
    const giveUpAt = performance.now() + timeoutMs * patience;
    // The processor's time, so that a busy machine sets aside no more than an idle one.
    const look = () => {
      const leftMs = timeoutMs - (readProcessorMs(child.process.pid) - startMs);
      if (leftMs > 0 && performance.now() < giveUpAt)
        timer = setTimeout(look, Math.min(leftMs + 10, timeoutMs));
      else settle({ reason: 'timed-out', detail: `took longer than ${timeoutMs} ms` });
    };
    let timer = setTimeout(look, timeoutMs);
    const onMessage = (answer: unknown) => settle(answer as Conversion);
    const settle = (answer: Conversion | Death) => {
      clearTimeout(timer);
      child.process.off('message', onMessage);
      resolve(answer);
    };
    child.process.on('message', onMessage);
    child.gone.then(() => settle(explainDeath(child)));
    // A channel that broke is told by the end of the process.
    child.process.send(job, () => undefined);
  });
}

function explainDeath({ process, errors }: Child): Death {
  if (errors.includes(memoryMark) || errors.includes('heap out of memory')) {
    return { reason: 'out-of-memory', detail: 'took more memory than it was given' };
  }
  return { reason: 'crashed', detail: `the process ended with ${process.signalCode ?? process.exitCode}` };
}

/** Ends the child and whatever it may have begun. */
async function killChild({ process, gone }: Child): Promise<void> {
  try {
    if (process.pid !== undefined) globalThis.process.kill(-process.pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
  await gone;
}
