/**
 * Finds the server of this home, or runs one inside this process for as long as a command needs it.
 * Invariant: a server that holds the home but does not answer yet is waited for a while, as is one that is about to end.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@slipway/client';
import { isSlipwayError } from '@slipway/contracts';
import type { Configuration } from '@slipway/core';
import type { RunningServer } from '@slipway/server';
import { readCredential, readServerRecord } from '@slipway/server/finding';
import type { Reached } from '../context/reached.ts';
import { openOwnServer } from './open-own-server.ts';

/** A server that starts answers within this time, and one that ends lets go of its home. */
const patienceMs = 30_000;
const retryMs = 250;

/** The running server, or undefined. */
export async function findServer(configuration: Configuration): Promise<Reached | undefined> {
  const record = await readServerRecord(configuration.home);
  if (!record) return undefined;
  return { url: record.url, token: await readCredential(configuration.home, 'admin.token'), isOwn: false };
}

/**
 * Runs work against the running server, or against one that ends with it.
 * @param options.forCommand the command that works, for those who find its own server
 * @throws SlipwayError `server-already-running` where another process holds the home and answers no one
 */
export async function withServer<Result>(
  options: { configuration: Configuration; forCommand: string },
  work: (server: Reached) => Promise<Result>,
): Promise<Result> {
  const reached = await findOrOpen(options, performance.now() + patienceMs);
  if ('running' in reached) return work(reached.running);
  const { server } = reached;
  try {
    return await work({ url: server.url, token: server.adminToken, isOwn: true });
  } finally {
    await server.close();
  }
}

async function findOrOpen(
  { configuration, forCommand }: { configuration: Configuration; forCommand: string },
  deadline: number,
): Promise<{ running: Reached } | { server: RunningServer }> {
  for (;;) {
    const running = await findServer(configuration);
    if (running) return { running };
    try {
      return { server: await openOwnServer(configuration, { port: 0, forCommand }) };
    } catch (error) {
      const isHeld = isSlipwayError(error) && error.code === 'server-already-running';
      if (!isHeld || performance.now() > deadline) throw error;
      await sleep(retryMs);
    }
  }
}

export function connect({ url, token }: Pick<Reached, 'url' | 'token'>): ReturnType<typeof createClient> {
  return createClient({ baseUrl: url, token });
}
