/**
 * Verifies artifacts for receipts, and remembers for a minute what was found right: a model's bytes are not read again for each view.
 * Invariant: only what was found right is remembered, and only while no stored file has been touched; whoever asks learns how old the
 * reading is. Those who ask at once share one reading.
 */
import type { Digest } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';

export interface Verification {
  /** What is wrong, by file; empty where all is well. */
  problems: { path: string; problem: string }[];
  /** How long ago the bytes were read; 0 where they were read for this very question. */
  ageMs: number;
}

export interface VerificationMemory {
  verify(artifact: Digest): Promise<Verification>;
}

const rememberedMs = 60_000;

interface Reading {
  stamp: string;
  readAt: number;
  problems: Promise<Verification['problems']>;
}

export function createVerificationMemory(
  store: Pick<ArtifactStore, 'verify' | 'stamp'>,
  { now = Date.now }: { now?: () => number } = {},
): VerificationMemory {
  const readings = new Map<Digest, Reading>();
  const forget = (artifact: Digest, reading: Reading) => {
    if (readings.get(artifact) === reading) readings.delete(artifact);
  };
  return {
    async verify(artifact) {
      // Before the bytes: what is touched while they are read counts as touched.
      const stamp = await store.stamp(artifact);
      for (const [digest, old] of readings) if (now() - old.readAt > rememberedMs) readings.delete(digest);
      const known = readings.get(artifact);
      if (known?.stamp === stamp) {
        const problems = await known.problems;
        return { problems, ageMs: now() - known.readAt };
      }
      const reading: Reading = { stamp, readAt: now(), problems: store.verify(artifact) };
      readings.set(artifact, reading);
      try {
        const problems = await reading.problems;
        if (problems.length > 0) forget(artifact, reading);
        return { problems, ageMs: 0 };
      } catch (error) {
        forget(artifact, reading);
        throw error;
      }
    },
  };
}
