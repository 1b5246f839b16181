// The Python in which datatrove is, a peer of several benchmarks.
// Invariant: all of them name one version of it and of what its steps need; a Python that the user names is taken as it is.

import { ensurePython } from './ensure-python.mjs';

/** What its filters need. */
export const datatroveFilters = ['datatrove==0.10.1', 'spacy==3.8.18', 'nltk==3.10.4', 'regex', 'ftfy'];

/** What its MinHash steps need. */
export const datatroveMinhash = [...datatroveFilters, 'fasteners', 'tokenizers==0.23.3', 'xxhash==3.8.2'];

/**
 * @param folder where the benchmark's own environment stands or will stand
 * @param packages one of the lists above, and what else the benchmark needs
 * @param say told what is installed
 * @returns the path of the Python that `SLIPWAY_DATATROVE_PYTHON` names, or of that of the environment
 */
export async function findDatatrove(folder, packages, say) {
  return process.env.SLIPWAY_DATATROVE_PYTHON ?? (await ensurePython(folder, packages, say));
}
