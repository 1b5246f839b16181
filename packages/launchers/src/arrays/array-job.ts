/**
 * A job of many like tasks, told apart by a number, as every cluster knows it.
 * Invariant: plain data; a task may be started again at any time and does what is left of it.
 */

export interface ArrayJob {
  /** Lower-case letters, digits and hyphens. */
  name: string;
  /** Numbered from 0. */
  numTasks: number;
  /** Of one task. */
  numCores: number;
  memoryBytes: number;
  timeLimitMinutes: number;
  /** Words of the command; the word `taskWord` stands for the task's number. */
  command: readonly string[];
}

/** A file that a launcher wrote for a cluster, for its user to submit. */
export interface WrittenFile {
  name: string;
  text: string;
  isExecutable?: boolean;
}

export const taskWord = '{task}';

/** The command's words for a shell, the task's number in its place. */
export function fillTask(command: readonly string[], task: string): string[] {
  return command.map((word) => (word === taskWord ? task : quoteWord(word)));
}

/** A word that a shell takes as it is. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
