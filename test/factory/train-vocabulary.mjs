// Trains a small vocabulary on a dataset by the package's own trainer.
import { writeFile } from 'node:fs/promises';
import { countDatasetPieces, trainTokenizer, writeTokenizerJson } from '../../packages/text/dist/index.js';

/** @param path a dataset's `documents.jsonl` */
export async function trainVocabulary(path, out) {
  const { pieces } = await countDatasetPieces({
    paths: [path],
    numThreads: 1,
    splitPattern: 'gpt2',
    choice: { split: 'train' },
    mostPieces: 1 << 20,
  });
  const vocabulary = trainTokenizer(pieces, {
    splitPattern: 'gpt2',
    vocabularySize: 1000,
    specialTokens: ['<|end|>'],
  });
  await writeFile(out, writeTokenizerJson(vocabulary));
}
