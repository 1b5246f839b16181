/**
 * Finds the server of this home, or runs one inside this process for as long as a command needs it.
 */
import { createClient } from '@slipway/client';
import type { Configuration } from '@slipway/core';
import { openServer, readCredential, readServerRecord } from '@slipway/server';
import type { Reached } from '../context/reached.ts';
import { describeInstallation } from './server-options.ts';
import { version } from './version.ts';

/** The running server, or undefined. */
export async function findServer(configuration: Configuration): Promise<Reached | undefined> {
  const record = await readServerRecord(configuration.home);
  if (!record) return undefined;
  return { url: record.url, token: await readCredential(configuration.home, 'admin.token'), isOwn: false };
}

/** Runs work against the running server, or against one that ends with it. */
export async function withServer<Result>(
  configuration: Configuration,
  work: (server: Reached) => Promise<Result>,
): Promise<Result> {
  const running = await findServer(configuration);
  if (running) return work(running);
  const server = await openServer({ ...describeInstallation(configuration, version), port: 0 });
  try {
    return await work({ url: server.url, token: server.adminToken, isOwn: true });
  } finally {
    await server.close();
  }
}

export function connect({ url, token }: Pick<Reached, 'url' | 'token'>): ReturnType<typeof createClient> {
  return createClient({ baseUrl: url, token });
}
