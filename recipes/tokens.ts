/**
 * From documents to packed tokens, as a recipe to read, copy and change: two datasets, a tokenizer trained on both, and a mixture of them.
 *
 *   slipway run recipes/tokens.ts --dry-run
 *
 * Invariant: three of four tokens are of the handbook, unless it would be read more than four times for it.
 */
import { data, defineRecipe, documents, step, tokenizer, tokens } from '@slipway/stages';

// The pages of ./docs, and the packages' own; of each a clean dataset.
const handbookFiles = step(documents, { spec: { path: './docs', licence: 'Apache-2.0' } });
const packageFiles = step(documents, { spec: { path: './packages', licence: 'Apache-2.0' } });
const handbook = step(data, {
  spec: { name: 'handbook' },
  inputs: { documents: handbookFiles.outputs.documents },
});
const packages = step(data, {
  spec: { name: 'packages' },
  inputs: { documents: packageFiles.outputs.documents },
});
const datasets = [handbook.outputs.dataset, packages.outputs.dataset];

// One vocabulary for both. A large corpus wants 65,536 or more.
const vocabulary = step(tokenizer, { spec: { vocabularySize: 4096 }, inputs: { datasets } });

// Sequences of 1,024 tokens in one random order, documents cut only where they are longer.
const packed = step(tokens, {
  spec: {
    mixture: [{ weight: 3, maxEpochs: 4 }, { weight: 1 }],
    packing: 'best-fit',
    sequenceTokens: 1024,
  },
  inputs: { datasets, tokenizer: vocabulary.outputs.tokenizer },
});

export default defineRecipe({
  name: 'tokens',
  title: 'From documents to packed tokens',
  steps: {
    'handbook-files': handbookFiles,
    'package-files': packageFiles,
    handbook,
    packages,
    tokenizer: vocabulary,
    tokens: packed,
  },
});
