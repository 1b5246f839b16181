/**
 * Finds the processes that work on one home, by what they are. Linux only: reads /proc.
 */
import { readdirSync, readFileSync } from 'node:fs';

export const victims = ['server', 'attempt', 'worker', 'engine'] as const;
export type Victim = (typeof victims)[number];

const patterns: Record<Victim, RegExp> = {
  worker: /-m\0slipway_train/,
  attempt: /slipway\.mjs\0attempt\0/,
  engine: /engines\/dist\/process\/main\.js/,
  server: /slipway\.mjs\0start\0/,
};

export interface FoundProcess {
  pid: number;
  kind: Victim;
}

/** Processes whose environment names the home, or that of the process which started them: workers get no more than they need. */
export function listProcesses(home: string): FoundProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isInteger(pid)) return [];
    const command = read(`/proc/${pid}/cmdline`);
    const kind = victims.find((victim) => patterns[victim].test(command));
    return kind && (isOfHome(pid, home) || isOfHome(parentOf(pid), home)) ? [{ pid, kind }] : [];
  });
}

const isOfHome = (pid: number, home: string) =>
  read(`/proc/${pid}/environ`).includes(`SLIPWAY_HOME=${home}\0`);

const parentOf = (pid: number) => Number(/^PPid:\s*(\d+)$/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);

/** Empty where the process has gone. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
