// Finds the processes that work on one home, by what they are. Linux only: reads /proc.
import { readdirSync, readFileSync } from 'node:fs';

const kinds = [
  { kind: 'worker', pattern: /-m\0slipway_train/ },
  { kind: 'attempt', pattern: /slipway\.mjs\0attempt\0/ },
  { kind: 'engine', pattern: /engines\/dist\/process\/main\.js/ },
  { kind: 'gateway', pattern: /gateway\/dist\/process\/main\.js/ },
  { kind: 'server', pattern: /slipway\.mjs\0(start|up)\0/ },
];

/** @returns {{pid: number, kind: string}[]} processes whose environment names the home */
export function listProcesses(home) {
  const found = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const command = read(`/proc/${pid}/cmdline`);
    const match = kinds.find(({ pattern }) => pattern.test(command));
    if (match && read(`/proc/${pid}/environ`).includes(`SLIPWAY_HOME=${home}\0`))
      found.push({ pid, kind: match.kind });
  }
  return found;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
