/**
 * The child process that converts: one file after another, each answered once.
 * Invariant: it ends when its parent does, and when it takes more memory than it was given, even in the midst of a computation;
 * a thread of its own sees to both.
 * Refuses: to look at its environment, or to write anything but answers.
 */
import { readFile, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { Conversion } from '../records/conversion.ts';
import { type ConversionJob, memoryMark } from './conversion-job.ts';
import { convertBytes } from './convert-bytes.ts';

// A thread of plain text, because it must also run where the main thread is in an endless loop.
const guard = `
  const { workerData } = require('node:worker_threads');
  setInterval(() => {
    const isAlone = process.ppid !== workerData.parent;
    const isTooLarge = process.memoryUsage.rss() > workerData.maxMemoryBytes;
    if (isTooLarge) require('node:fs').writeSync(2, workerData.memoryMark);
    if (isAlone || isTooLarge) process.kill(process.pid, 'SIGKILL');
  }, 100);
`;

async function answer({ source, format, maxFileBytes }: ConversionJob): Promise<Conversion> {
  if (typeof source !== 'string') return convertBytes(source, format);
  try {
    const { size } = await stat(source);
    if (size > maxFileBytes) {
      return { kind: 'set-aside', reason: 'too-large', detail: `a file of ${size} bytes` };
    }
    return convertBytes(await readFile(source), format);
  } catch (error) {
    return { kind: 'set-aside', reason: 'unreadable', detail: (error as Error).message };
  }
}

const maxMemoryBytes = Number(process.argv[2]);
const workerData = { parent: process.ppid, maxMemoryBytes, memoryMark };
new Worker(guard, { eval: true, workerData, execArgv: [] }).unref();
// Libraries leave promises behind that nobody waits for; what is waited for is answered all the same.
process.on('unhandledRejection', () => undefined);
process.on('disconnect', () => process.exit());
process.on('message', async (job: ConversionJob) => process.send?.(await answer(job)));
