/**
 * What the contract suite needs of a launcher: one that starts the scripted attempt, and another over the same state.
 * Invariant: nothing here knows of process ids; a launcher may be slow, so every wait has a deadline of its own.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AttemptId, type AttemptMessage, attemptRequest, type Json, newId } from '@slipway/contracts';
import type { Launcher, LaunchRequest, LaunchState } from '@slipway/core';

/** Path of the attempt process that does what its spec says. Takes the request file as its only argument. */
export const scriptedAttempt: string = fileURLToPath(
  new URL('../../testing/scripted-attempt.mjs', import.meta.url),
);

export interface LauncherFixture {
  launcher: Launcher;
  /** A launcher as a server that starts again would make it, over the same state. */
  reopen(): Promise<Launcher>;
  /** Folder that the launcher keeps attempts in: each in one named by its id. */
  attemptsDirectory: string;
  /** Folder that attempts can write to and the test can read. */
  scratchDirectory: string;
  dispose(): Promise<void>;
}

export interface LauncherTraits {
  /** How long one change of state may take to show, in milliseconds. */
  patienceMs: number;
  /** Whether the launcher itself ends an attempt above its memory. */
  canLimitMemory: boolean;
}

/** A request for the scripted attempt. */
export function composeLaunch(
  fixture: LauncherFixture,
  spec: { behaviour: string; [field: string]: Json },
  memoryBytes = 0,
): LaunchRequest {
  const attemptId = newId('attempt');
  const resources = { threads: 2, memoryBytes, diskBytes: 0, numGpus: 0 };
  const attempt = attemptRequest.parse({
    protocol: 1,
    attemptId,
    runId: newId('run'),
    step: 'step',
    stage: 'scripted',
    stageVersion: '1',
    key: `sha256:${randomBytes(32).toString('hex')}`,
    spec,
    survey: null,
    inputs: {},
    task: { name: 'all', after: [], resources, slice: null },
    taskOutputs: {},
    machine: { threads: 2, memoryBytes: 1, freeDiskBytes: 1, cpuFeatures: [], cpuModel: 'any', gpus: [] },
    scratchDirectory: join(fixture.scratchDirectory, attemptId),
    home: fixture.scratchDirectory,
  });
  return { attempt, resources, directory: join(fixture.attemptsDirectory, attemptId) };
}

/** Asks again and again until the answer will do. Fails after the deadline with the last answer. */
export async function waitFor<Answer>(
  ask: () => Promise<Answer>,
  isEnough: (answer: Answer) => boolean,
  patienceMs: number,
): Promise<Answer> {
  const deadline = performance.now() + patienceMs;
  while (true) {
    const answer = await ask();
    if (isEnough(answer)) return answer;
    if (performance.now() > deadline)
      throw new Error(`still ${JSON.stringify(answer)} after ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Waits until an attempt is in a state. */
export function waitForState(
  launcher: Launcher,
  id: AttemptId,
  { state, patienceMs }: { state: LaunchState['state']; patienceMs: number },
): Promise<LaunchState> {
  return waitFor(
    () => launcher.describe(id),
    (answer) => answer.state === state,
    patienceMs,
  );
}

/** All messages of an attempt, read in as many turns as it takes. */
export async function readAllMessages(
  launcher: Launcher,
  id: AttemptId,
): Promise<{ messages: AttemptMessage[]; nextOffset: number; numInvalid: number }> {
  const all = { messages: [] as AttemptMessage[], nextOffset: 0, numInvalid: 0 };
  while (true) {
    const batch = await launcher.readMessages(id, all.nextOffset);
    if (batch.nextOffset === all.nextOffset) return all;
    all.messages.push(...batch.messages);
    all.nextOffset = batch.nextOffset;
    all.numInvalid += batch.numInvalid;
  }
}
