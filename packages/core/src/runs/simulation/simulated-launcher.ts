/**
 * A machine for tests: attempts run in this process, and can be killed like processes.
 * Invariant: what a killed attempt writes afterwards is not seen; the machine outlives engines, as processes outlive servers.
 * Refuses two living attempts of one task: that is an engine's mistake, and `violations` names it.
 */
import type { AttemptId, AttemptRequest } from '@slipway/contracts';
import { attemptMessage } from '@slipway/contracts';
import { hostAttempt } from '../../attempts/host-attempt.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { Launcher, LaunchRequest, LaunchState } from '../../ports/launcher.ts';
import type { Logger } from '../../ports/logger.ts';
import { noObjects } from '../../testing/no-objects.ts';
import type { StageCatalogue } from '../stage-catalogue.ts';

interface SimulatedProcess {
  request: AttemptRequest;
  output: string;
  isGone: boolean;
  exitCode: number | null;
  reason?: 'cancelled' | 'out-of-memory';
  stop: AbortController;
}

export interface SimulatedMachine {
  launcher: Launcher;
  listLiving(): AttemptId[];
  /** Ends an attempt as `kill -9` does; with an exit code, or a reason, if wanted. */
  kill(id: AttemptId, how?: { exitCode?: number; reason?: 'out-of-memory' }): void;
  /** Forgets an attempt altogether, as a cluster does after a while. */
  forget(id: AttemptId): void;
  numSubmitted(): number;
  readonly violations: string[];
}

export interface SimulatedMachineOptions {
  store: ArtifactStore;
  stages: StageCatalogue;
  log: Logger;
}

export function startSimulatedMachine(options: SimulatedMachineOptions): SimulatedMachine {
  const processes = new Map<AttemptId, SimulatedProcess>();
  const violations: string[] = [];

  function submit({ attempt, resources }: LaunchRequest): Promise<void> {
    if (processes.has(attempt.attemptId)) return Promise.resolve();
    for (const other of processes.values()) {
      const isSame = other.request.key === attempt.key && other.request.task.name === attempt.task.name;
      if (!other.isGone && isSame) violations.push(`two attempts of ${attempt.step} at once`);
    }
    if (resources.threads !== attempt.task.resources.threads) violations.push('other resources than planned');
    const started: SimulatedProcess = {
      request: attempt,
      output: '',
      isGone: false,
      exitCode: null,
      stop: new AbortController(),
    };
    processes.set(attempt.attemptId, started);
    void host(options, started);
    return Promise.resolve();
  }

  const launcher: Launcher = {
    name: 'simulated',
    describeLaunch: ({ attempt }) => ({ attempt: attempt.attemptId }),
    submit,
    describe: (id) => Promise.resolve(describe(processes.get(id))),
    async cancel(id) {
      const found = processes.get(id);
      if (found === undefined || found.isGone) return;
      found.reason = 'cancelled';
      found.stop.abort();
      while (!found.isGone) await new Promise((resolve) => setTimeout(resolve, 1));
    },
    readMessages: (id, offset) => Promise.resolve(read(processes.get(id), offset)),
    readLog: (id, offset) => {
      const text = processes.has(id) ? `log of ${id}\n`.slice(offset) : '';
      return Promise.resolve({ text, nextOffset: offset + text.length });
    },
  };
  return {
    launcher,
    violations,
    numSubmitted: () => processes.size,
    forget: (id) => void processes.delete(id),
    listLiving: () => [...processes].filter(([, one]) => !one.isGone).map(([id]) => id),
    kill(id, { exitCode, reason } = {}) {
      const found = processes.get(id);
      if (found === undefined || found.isGone) return;
      found.isGone = true;
      found.exitCode = exitCode ?? null;
      if (reason !== undefined) found.reason = reason;
      found.stop.abort();
    },
  };
}

async function host(options: SimulatedMachineOptions, started: SimulatedProcess): Promise<void> {
  const stage = options.stages.get(started.request.stage);
  if (stage === undefined) throw new Error(`no stage ${started.request.stage}`);
  const refuse = () => Promise.reject(new Error('not simulated'));
  const exitCode = await hostAttempt({
    request: started.request,
    stage,
    store: options.store,
    workers: { run: refuse },
    deployments: { propose: refuse, waitUntilReady: refuse, judge: refuse },
    network: { mirrors: {} },
    objects: noObjects,
    log: options.log,
    signal: started.stop.signal,
    write(message) {
      if (!started.isGone) started.output += `${JSON.stringify(message)}\n`;
    },
  });
  if (!started.isGone) started.exitCode = exitCode;
  started.isGone = true;
}

function describe(found: SimulatedProcess | undefined): LaunchState {
  if (found === undefined) return { state: 'unknown' };
  if (!found.isGone) return { state: 'running' };
  const { exitCode, reason } = found;
  return reason === undefined ? { state: 'ended', exitCode } : { state: 'ended', exitCode, reason };
}

/** Offsets count characters here: the simulated messages are ASCII. */
function read(found: SimulatedProcess | undefined, offset: number) {
  const text = found?.output.slice(offset) ?? '';
  const messages = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => attemptMessage.parse(JSON.parse(line)));
  return { messages, nextOffset: offset + text.length, numInvalid: 0 };
}
