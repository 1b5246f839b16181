/**
 * Packs documents of token files into packed shards, in a given order.
 * Invariant: memory is the packer's; the shards depend on the documents, their order and the packer's settings alone.
 * Refuses: shards that were begun; a packer's state is not kept, so a packing that was stopped is made again from the start.
 */
import { SlipwayError } from '@slipway/contracts';
import type { TokenReader } from '../shards/token-sink.ts';
import type { TokenShardWriter } from '../shards/write-token-shards.ts';
import type { PackedSequence, Packer, PackingReport } from './packed-sequence.ts';

export interface PackingJob {
  reader: TokenReader;
  /** Documents in the order in which they are packed; all from the first unless said otherwise. */
  order?: Iterable<number>;
  packer: Packer;
  /** Opened with the `packing` that the packer has. */
  writer: TokenShardWriter;
}

/** Packs and finishes the shards. @throws SlipwayError `argument-invalid` where the writer goes on after shards that are there */
export async function packShards({ reader, order, packer, writer }: PackingJob): Promise<PackingReport> {
  if (writer.numDocumentsDone > 0)
    throw new SlipwayError({
      code: 'argument-invalid',
      message: 'the folder for packed shards holds shards already',
      hint: 'Pack into an empty folder.',
    });
  const write = async (sequences: readonly PackedSequence[]) => {
    for (const { ids, ends } of sequences) await writer.append(ids, ends);
  };
  for (const document of order ?? count(reader.numDocuments))
    await write(packer.add(reader.readDocument(document)));
  await write(packer.finish());
  await writer.finish();
  return packer.report();
}

function* count(end: number): Generator<number> {
  for (let at = 0; at < end; at += 1) yield at;
}
