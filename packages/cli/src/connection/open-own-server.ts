/**
 * Opens a server inside this process.
 * Invariant: the server's code is loaded here, when one is opened, and not before: most commands speak to one that runs already.
 */
import type { Configuration } from '@slipway/core';
import type { RunningServer } from '@slipway/server';
import { describeInstallation } from './server-options.ts';
import { version } from './version.ts';

/**
 * @param options.port 0 for one of the system's choice; the configured one where left out
 * @param options.forCommand the command that the server ends with
 */
export async function openOwnServer(
  configuration: Configuration,
  options: { port?: number; forCommand?: string },
): Promise<RunningServer> {
  const { openServer } = await import('@slipway/server');
  return openServer({ ...describeInstallation(configuration, version), ...options });
}
