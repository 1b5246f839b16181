/**
 * Asks the columns of a dataset what it would be with other bounds.
 */
import { type Digest, SlipwayError, type WhatIf, type WhatIfRequest } from '@slipway/contracts';
import type { ArtifactStore } from '@slipway/core';
import { askWhatIf } from '@slipway/text';

/** @throws SlipwayError `not-found` where the artifact is no dataset, or one made before there were columns; those of `askWhatIf` */
export async function askDataset(
  store: ArtifactStore,
  dataset: Digest,
  request: WhatIfRequest,
): Promise<WhatIf> {
  return askWhatIf(await locateColumns(store, dataset), request);
}

/** The files of a dataset's columns, in their order. @throws SlipwayError `not-found` */
export async function locateColumns(store: ArtifactStore, dataset: Digest): Promise<string[]> {
  const { files } = await store.readManifest(dataset);
  const names = files.map(({ path }) => path).filter((path) => path.startsWith('columns/'));
  if (names.length === 0)
    throw new SlipwayError({
      code: 'not-found',
      message: `${dataset.slice(0, 19)} keeps no columns of its documents`,
      hint: 'Only datasets do; one of an earlier version gets them when its step is run again.',
    });
  return Promise.all(names.sort().map((name) => store.locateFile(dataset, name)));
}
