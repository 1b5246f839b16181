/**
 * How an attempt reaches the server it works for, also while that server is away for a moment.
 * Invariant: a call that fails because nobody listens is tried again until the server is back or the attempt is cancelled.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@slipway/client';
import {
  type AttemptRequest,
  type DeploymentId,
  type EngineAddress,
  fromErrorData,
  isSlipwayError,
  SlipwayError,
} from '@slipway/contracts';
import type { DeploymentControl } from '@slipway/core';
import { readServerRecord } from '../http/server-record.ts';

const retryMs = 500;
const readyPollMs = 250;
/** A server that stays away this long is not coming back by itself. */
const patienceMs = 10 * 60_000;

export function connectDeployments(request: AttemptRequest, signal: AbortSignal): DeploymentControl {
  const call = <Result>(work: (client: ReturnType<typeof createClient>) => Promise<Result>) =>
    callPatiently(request, signal, work);
  return {
    propose: (body) => call(async (client) => (await client.proposeDeployment({ body })).deploymentId),
    waitUntilReady: (id, waitSignal) => waitUntilReady(call, id, waitSignal),
    judge: async (id, gate) => {
      await call((client) => client.judgeDeployment({ params: { id }, body: { gate } }));
    },
  };
}

type Call = <Result>(work: (client: ReturnType<typeof createClient>) => Promise<Result>) => Promise<Result>;

async function waitUntilReady(call: Call, id: DeploymentId, signal: AbortSignal): Promise<EngineAddress> {
  for (;;) {
    signal.throwIfAborted();
    const { deployment, address } = await call((client) => client.showDeployment({ params: { id } }));
    if (deployment.state === 'failed') throw fromErrorData(deployment.error ?? notLoaded);
    if (deployment.desired === 'stopped') throw fromErrorData(withdrawn);
    if (address) return address;
    await sleep(readyPollMs, undefined, { signal });
  }
}

const notLoaded = {
  code: 'engine-load-failed',
  message: 'the engine did not start',
  retryable: false,
} as const;
const withdrawn = {
  code: 'engine-unavailable',
  message: 'the deployment was withdrawn while it was being proven',
  retryable: true,
} as const;

async function callPatiently<Result>(
  request: AttemptRequest,
  signal: AbortSignal,
  work: (client: ReturnType<typeof createClient>) => Promise<Result>,
): Promise<Result> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await work(await connect(request));
    } catch (error) {
      const isAway =
        isSlipwayError(error) &&
        (error.code === 'server-not-running' || error.code === 'network-unreachable');
      if (!isAway || Date.now() > giveUpAt) throw error;
    }
    await sleep(retryMs, undefined, { signal });
  }
}

/** Asks anew where the server is: after a restart it may listen elsewhere. */
async function connect(request: AttemptRequest): Promise<ReturnType<typeof createClient>> {
  const record = await readServerRecord(request.home);
  const { control } = request;
  if (!record || !control) {
    throw new SlipwayError({ code: 'server-not-running', message: 'the server is not running' });
  }
  const token = (await readFile(control.tokenFile, 'utf8')).trim();
  return createClient({ baseUrl: record.url, token });
}
