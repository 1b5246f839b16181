/**
 * A dataset of a mixture, and the room in which a mixture that does not fit into memory is brought into its order.
 */
import type { TokenReader } from '../shards/token-sink.ts';
import type { TokenBytes } from '../shards/token-width.ts';
import type { DrawnDataset } from './interleave-datasets.ts';

export interface MixedDataset {
  /** Unlike every other one's; the order depends on it. */
  name: string;
  reader: TokenReader;
  /** Documents that are read, repetitions counted. */
  numDraws: number;
}

export interface MixtureRoom {
  /** Of this mixture alone: what an attempt leaves here, the next one goes on from. */
  folder: string;
  /** What documents may take of memory. Where all that are drawn take no more, they are read where they lie. */
  memoryBytes: number;
  /** Tokens of all draws together. */
  numTokens: number;
  /** Width in which ids wait on disk: that of the vocabulary. */
  tokenBytes: TokenBytes;
  /** A packer's state is kept about as often; 16 million unless said otherwise. */
  checkpointTokens?: number;
}

export const toDrawn = ({ name, reader, numDraws }: MixedDataset): DrawnDataset => ({
  name,
  numItems: reader.numDocuments,
  numDraws,
});
