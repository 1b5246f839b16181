/**
 * `slipway environment NAME`: makes a worker's Python environment and prints its interpreter.
 */
import { join } from 'node:path';
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
