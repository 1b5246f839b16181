/**
 * Counts the documents of datasets that were not taken into tokens: those of the other split.
 * Invariant: what a dataset has is read of its artifact; a dataset that is gone, or does not tell, has nothing left aside.
 */
import type { Client } from '@slipway/client';
import { isSlipwayError, type TokensManifest } from '@slipway/contracts';

export interface LeftAside {
  /** Of all datasets. */
  numDocuments: number;
  numAside: number;
}

export async function countLeftAside(
  client: Pick<Client, 'showArtifact'>,
  { datasets }: Pick<TokensManifest, 'datasets'>,
): Promise<LeftAside> {
  const sum: LeftAside = { numDocuments: 0, numAside: 0 };
  for (const { dataset, numDocuments: numTaken } of datasets) {
    const numDocuments = (await countDocuments(client, dataset)) ?? numTaken;
    sum.numDocuments += numDocuments;
    sum.numAside += Math.max(0, numDocuments - numTaken);
  }
  return sum;
}

async function countDocuments(
  client: Pick<Client, 'showArtifact'>,
  digest: TokensManifest['datasets'][number]['dataset'],
): Promise<number | undefined> {
  try {
    const { numDocuments } = (await client.showArtifact({ params: { digest } })).summary.facts;
    return typeof numDocuments === 'number' ? numDocuments : undefined;
  } catch (error) {
    if (isSlipwayError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}
