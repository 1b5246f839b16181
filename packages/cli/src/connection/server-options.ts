/**
 * What the server is told about the installation it runs from: where its own programs, the workers and the studio lie.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Configuration } from '@slipway/core';
import type { ServerOptions } from '@slipway/server';

/** Root of the checkout or of the installed package. */
export const installation = dirname(dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url))))));

export const cliScript = join(installation, 'packages', 'cli', 'bin', 'slipway.mjs');

const studioDirectory = join(installation, 'packages', 'studio', 'dist');

/** Whether there is a page to open. */
export function isStudioBuilt(): boolean {
  return existsSync(join(studioDirectory, 'index.html'));
}

export function describeInstallation(configuration: Configuration, version: string): ServerOptions {
  return {
    configuration,
    version,
    attemptCommand: {
      command: process.execPath,
      args: [cliScript, ...(configuration.file ? ['--config', configuration.file] : []), 'attempt'],
    },
    studioDirectory,
    defaultDocuments: join(installation, 'node_modules'),
  };
}

/** Folder of a Python worker's package, requirements beside it. */
export function workerDirectory(name: string): string {
  return join(installation, 'workers', name);
}
