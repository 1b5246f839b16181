/**
 * How much of the processor a process has had, all its threads together.
 * Invariant: never falls while the process lives. Where the system does not tell it in /proc, it is the time of the clock.
 */
import { readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second for every program, whatever its own clock. */
const msPerTick = 10;

/** @returns milliseconds */
export function readProcessorMs(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name stands in brackets and may hold spaces; user and system time are the 12th and 13th field behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  } catch {
    return performance.now();
  }
}
