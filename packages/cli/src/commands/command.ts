/**
 * The shape of a command: it adds itself to the program and does its work through the context.
 */
import type { Command as Program } from 'commander';
import type { CommandContext } from '../context/command-context.ts';

/** Makes the context once the flags are read. */
export type ContextOf = () => Promise<CommandContext>;

export interface Command {
  register(program: Program, contextOf: ContextOf): void;
}
