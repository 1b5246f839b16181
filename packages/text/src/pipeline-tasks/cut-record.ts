/**
 * What a task cut out of its parts, for the phases after it: which parts were written anew, and which documents were emptied.
 */
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openPart, writePart } from '../parts/part-file.ts';
import type { LeftPart } from '../pipeline/cut-part.ts';
import type { PartReference } from '../pipeline/list-parts.ts';
import { bytesOf } from '../shards/token-width.ts';

export async function writeCut(path: string, made: readonly LeftPart[]): Promise<void> {
  const rewritten = made.filter((part) => part.path !== undefined).map(({ number }) => number);
  const emptied = made.flatMap(({ number, emptied: documents }) =>
    documents.flatMap((document) => [number, document]),
  );
  await mkdir(dirname(path), { recursive: true });
  await writePart(path, {
    facts: {},
    sections: [
      { name: 'rewritten', bytes: bytesOf(Uint32Array.from(rewritten)) },
      { name: 'emptied', bytes: bytesOf(Uint32Array.from(emptied)) },
    ],
  });
}

/** @param from the parts of the task, and where those written anew lie @throws SlipwayError `artifact-corrupt` */
export async function readCut(
  path: string,
  { parts, folder }: { parts: readonly PartReference[]; folder: string },
): Promise<LeftPart[]> {
  const record = await openPart(path);
  try {
    const read = async (name: string) =>
      new Uint32Array((await record.readSection(name)).buffer as ArrayBuffer);
    const [rewritten, emptied] = [new Set(await read('rewritten')), await read('emptied')];
    const emptiedOf = new Map<number, number[]>();
    for (let at = 0; at < emptied.length; at += 2) {
      const [number = 0, document = 0] = emptied.subarray(at, at + 2);
      const known = emptiedOf.get(number);
      if (known) known.push(document);
      else emptiedOf.set(number, [document]);
    }
    return parts
      .filter(({ number }) => rewritten.has(number) || emptiedOf.has(number))
      .map(({ number, path: scanned }) => ({
        number,
        path: rewritten.has(number) ? join(folder, basename(scanned)) : undefined,
        emptied: emptiedOf.get(number) ?? [],
      }));
  } finally {
    await record.close();
  }
}
