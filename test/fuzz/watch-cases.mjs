// Runs cases of one reader in a child process that is watched: what crashes it, holds it up or fills its memory is a finding, and the next
// case is read in a new one.
// Invariant: every case is told once, with outcomes or as a finding.
import { fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('./serve-cases.mjs', import.meta.url));
const checkMs = 250;
/** So many times longer than at work may a case be waited for that does nothing. */
const idleFactor = 10;

/** Reasons that stand for the end of a converter's process: answered, but each is looked into. */
const endings = ['set-aside:crashed', 'set-aside:timed-out', 'set-aside:out-of-memory'];

/** Of a process and of those below it: the largest resident memory now and at most, in bytes, and the CPU time of all; Linux only. */
function measureTree(pid) {
  const measured = { now: 0, peak: 0, cpuMs: 0 };
  const visit = (id) => {
    const status = readFileSync(`/proc/${id}/status`, 'utf8');
    const read = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024;
    measured.now = Math.max(measured.now, read('VmRSS'));
    measured.peak = Math.max(measured.peak, read('VmHWM'));
    const [, fields = ''] = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13);
    measured.cpuMs += (Number(user) + Number(system)) * 10;
    for (const task of readdirSync(`/proc/${id}/task`))
      for (const child of readFileSync(`/proc/${id}/task/${task}/children`, 'utf8').trim().split(' '))
        if (child !== '') visit(child);
  };
  try {
    visit(pid);
  } catch {
    // It is gone, or this is another system.
  }
  return measured;
}

function watchChild(options, from, tell) {
  const { reader, seed, last, timeoutMs, maxMemoryBytes } = options;
  return new Promise((resolve) => {
    const child = fork(script, [JSON.stringify({ reader, seed, first: from, last })], {
      execArgv: [`--max-old-space-size=${Math.floor(maxMemoryBytes / 1024 ** 2)}`],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    let next = from;
    let told = { atMs: performance.now(), cpuMs: 0 };
    let tree = measureTree(child.pid);
    let finding;
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text) => {
      errors = (errors + text).slice(-4000);
    });
    const timer = setInterval(() => {
      tree = measureTree(child.pid);
      tell({ kind: 'memory', peakBytes: tree.peak });
      // On a machine that has much else to do, time passes without any work.
      const isBusy = tree.cpuMs - told.cpuMs > timeoutMs;
      if (isBusy || performance.now() - told.atMs > timeoutMs * idleFactor)
        finding ??= `no answer after ${isBusy ? timeoutMs : timeoutMs * idleFactor} ms`;
      else if (tree.now > maxMemoryBytes) finding ??= `${Math.round(tree.now / 1e6)} MB of memory`;
      if (finding) child.kill('SIGKILL');
    }, checkMs);
    child.on('message', ([place, elapsedMs, outcomes, fault]) => {
      next = place + 1;
      told = { atMs: performance.now(), cpuMs: tree.cpuMs };
      const ended = outcomes?.find((outcome) => endings.includes(outcome));
      tell({ kind: 'case', place, elapsedMs, outcomes, finding: fault ?? ended });
    });
    child.on('close', (code, signal) => {
      clearInterval(timer);
      if (next < last) {
        tell({
          kind: 'case',
          place: next,
          finding: finding ?? `the process ended with ${code ?? signal}: ${errors}`,
        });
        next += 1;
      }
      resolve(next);
    });
  });
}

/**
 * Reads the cases from `first` up to `last`.
 * @param tell of each case and of memory
 */
export async function watchCases(options, tell) {
  for (let next = options.first; next < options.last; ) next = await watchChild(options, next, tell);
}
