/**
 * Runs workers' scripts, each in its own Python environment: one JSON line in, JSON lines out.
 * Invariant: a run resolves only with a `result`, and only once the process is gone; an aborted one rejects with the signal's reason.
 * Refuses to make environments: whoever wires it says where they are.
 */
import { invariant, type Json } from '@slipway/contracts';
import type { Logger } from '../ports/logger.ts';
import type { WorkerRunner } from '../ports/stage.ts';
import { fromWorkerEnd, fromWorkerError } from './worker-error.ts';
import { runWorkerProcess, type WorkerMessage } from './worker-process.ts';

/** An interpreter and the environment variables that its process gets, all of them. */
export interface WorkerEnvironment {
  python: string;
  env: Readonly<Record<string, string>>;
}

export interface WorkerRunnerOptions {
  /** @throws SlipwayError `python-missing`, `python-environment-failed` */
  resolveEnvironment(name: string): Promise<WorkerEnvironment>;
  log: Logger;
  graceMs?: number;
}

type RunOptions = Parameters<WorkerRunner['run']>[0];

export function createWorkerRunner(options: WorkerRunnerOptions): WorkerRunner {
  return { run: (run) => runWorker(options, run) };
}

async function runWorker(options: WorkerRunnerOptions, run: RunOptions): Promise<Json> {
  const { python, env } = await options.resolveEnvironment(run.environment);
  run.signal.throwIfAborted();
  let lastWord: WorkerMessage | undefined;
  const end = await runWorkerProcess({
    python,
    env,
    args: ['-m', run.module],
    line: JSON.stringify(run.request),
    log: options.log.child({ worker: run.module }),
    signal: run.signal,
    graceMs: options.graceMs ?? 5000,
    onMessage(message) {
      invariant(lastWord === undefined, `worker ${run.module} went on after its last word`);
      if (message.type === 'result' || message.type === 'error') lastWord = message;
      else run.onMessage(message as Parameters<RunOptions['onMessage']>[0]);
    },
  });
  run.signal.throwIfAborted();
  if (end.listenerError !== undefined) throw end.listenerError;
  if (lastWord?.type === 'error') throw fromWorkerError(lastWord);
  if (lastWord === undefined || end.exitCode !== 0) throw fromWorkerEnd(run.module, end);
  const { type: _type, ...fields } = lastWord;
  return fields as Json;
}
