/**
 * What a packer held at some moments of a packing, on disk, so that a packing that was stopped goes on from the last that is of use.
 * Invariant: a checkpoint is of use once all sequences that were complete at its moment are durable; older ones than the last of use are
 * removed. Refuses: to know where documents come from; how many were added says where to go on.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openPart, writePart } from '../parts/part-file.ts';
import { bytesOf } from '../shards/token-width.ts';
import type { PackerState, PackingCounts } from './packed-sequence.ts';

export interface PackerCheckpoints {
  /** The last of use where so many sequences are durable. @throws SlipwayError `artifact-corrupt` */
  latest(numDurable: number): Promise<PackerState | undefined>;
  /** Keeps a state. @param numDurable sequences that are durable by now */
  keep(state: PackerState, numDurable: number): Promise<void>;
}

const namePattern = /^packer-(\d+)\.part$/;

/** @param folder is made; it belongs to one packing of one input */
export async function openPackerCheckpoints(folder: string): Promise<PackerCheckpoints> {
  await mkdir(folder, { recursive: true });
  const pathOf = (numSequences: number) => join(folder, `packer-${numSequences}.part`);
  const list = async () => {
    const numbers = (await readdir(folder)).flatMap((name) => namePattern.exec(name)?.[1] ?? []);
    return numbers.map(Number).sort((a, b) => a - b);
  };
  return {
    async latest(numDurable) {
      const found = (await list()).findLast((numSequences) => numSequences <= numDurable);
      return found === undefined ? undefined : await readState(pathOf(found));
    },
    async keep(state, numDurable) {
      await writeState(pathOf(state.counts.numSequences), state);
      const ofUse = (await list()).filter((numSequences) => numSequences <= numDurable);
      for (const numSequences of ofUse.slice(0, -1)) await rm(pathOf(numSequences));
    },
  };
}

async function writeState(path: string, { counts, sequences }: PackerState): Promise<void> {
  const pieces = sequences.flat();
  const ids = new Uint32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    ids.set(piece, at);
    at += piece.length;
  }
  const sections = {
    ids,
    pieces: Uint32Array.from(pieces, ({ length }) => length),
    sequences: Uint32Array.from(sequences, ({ length }) => length),
  };
  await writePart(path, {
    facts: { ...counts },
    sections: Object.entries(sections).map(([name, words]) => ({ name, bytes: bytesOf(words) })),
  });
}

async function readState(path: string): Promise<PackerState> {
  const part = await openPart(path);
  try {
    const words = async (name: string) =>
      new Uint32Array((await part.readSection(name)).buffer as ArrayBuffer);
    const ids = await words('ids');
    const pieces = cut(await words('pieces'), (start, end) => ids.subarray(start, end));
    const sequences = cut(await words('sequences'), (start, end) => pieces.slice(start, end));
    return { counts: part.facts as unknown as PackingCounts, sequences };
  } finally {
    await part.close();
  }
}

/** Stretches of so many things, one behind the other. */
function cut<Stretch>(counts: Uint32Array, take: (start: number, end: number) => Stretch): Stretch[] {
  let end = 0;
  return Array.from(counts, (count) => {
    end += count;
    return take(end - count, end);
  });
}
