/**
 * `slipway environment NAME`: makes a worker's Python environment and prints its interpreter.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { ensurePythonEnvironment } from '@slipway/core';
import { workerDirectory } from '../connection/server-options.ts';
import type { Command } from './command.ts';

export const environment: Command = {
  register: (program, contextOf) => {
    program
      .command('environment <name>')
      .description("Make a worker's Python environment; prints its interpreter")
      .option('--with-tests', 'also what its tests need')
      .action(async (name: string, options: { withTests?: boolean }) => {
        const { output, configuration } = await contextOf();
        requireWorker(name);
        const sourceDirectory = workerDirectory(name);
        const made = await ensurePythonEnvironment({
          environmentsDirectory: configuration.environmentsDirectory,
          name,
          requirementsFiles: [join(sourceDirectory, 'requirements.txt')],
          ...(options.withTests ? { additionalFiles: [join(sourceDirectory, 'requirements-test.txt')] } : {}),
          sourceDirectory,
          pythonPath: configuration.python,
          indexUrl: configuration.mirrors.pypi,
          onProgress: (line) => output.draw(line),
        });
        output.endLine();
        if (output.isJson) output.printJson(made);
        else output.print(made.python);
      });
  },
};

/** @throws SlipwayError `argument-invalid` naming the workers that there are */
function requireWorker(name: string): void {
  const hasRequirements = (one: string) => existsSync(join(workerDirectory(one), 'requirements.txt'));
  const names = readdirSync(workerDirectory('.')).filter(hasRequirements);
  if (names.includes(name)) return;
  throw new SlipwayError({
    code: 'argument-invalid',
    message: `there is no worker "${name}"`,
    hint: `Give one of: ${names.join(', ')}.`,
  });
}
