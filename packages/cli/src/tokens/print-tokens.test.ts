import { stripVTControlCharacters } from 'node:util';
import type { Client } from '@slipway/client';
import { type Digest, SlipwayError, type TokensManifest } from '@slipway/contracts';
import { expect, it } from 'vitest';
import type { Language } from '../messages/language.ts';
import { readTexts } from '../messages/texts.ts';
import { createOutput } from '../output/output.ts';
import { countLeftAside } from './count-left-aside.ts';
import { printTokens } from './print-tokens.ts';

const digestOf = (digit: string) => `sha256:${digit.repeat(64)}` as Digest;
const datasetOf = (dataset: Digest, numDocuments: number): TokensManifest['datasets'][number] => ({
  ...{ dataset, name: 'handbook', numDocuments, numTokens: 900, languages: {}, weight: 1, maxEpochs: 1 },
  ...{ numDocumentsRead: numDocuments, numTokensRead: 900, epochs: 1, share: 1 },
});

const manifestOf = (split: TokensManifest['split']): TokensManifest => ({
  ...{ format: 'slipway-tokens/1', tokenizer: digestOf('0'), vocabularySize: 1_200, split },
  ...{ endOfText: { id: 0, text: '<|endoftext|>' }, explanation: [], fileFormat: 'shards' },
  ...{ numTokens: 900, numDocuments: 257, files: [] },
  datasets: [datasetOf(digestOf('1'), 200), datasetOf(digestOf('2'), 57)],
});

/** A store that knows one dataset of 229 documents, and has removed the other. */
const store = {
  showArtifact: async ({ params: { digest } }: { params: { digest: string } }) => {
    if (digest === digestOf('1')) return { summary: { facts: { numDocuments: 229 } } };
    throw new SlipwayError({ code: 'not-found', message: `${digest} is not there`, hint: 'Make it again.' });
  },
} as unknown as Pick<Client, 'showArtifact'>;

async function printed(language: Language, split: TokensManifest['split']): Promise<string> {
  const lines: string[] = [];
  const output = {
    ...createOutput({ isJson: false, language }),
    print: (text: string) => void lines.push(text),
  };
  const manifest = manifestOf(split);
  const leftAside = await countLeftAside(store, manifest);
  printTokens({ digest: digestOf('3'), manifest, leftAside }, { output, texts: readTexts(language) });
  return stripVTControlCharacters(lines.join('\n'));
}

it('says how many documents are held out and left aside, and how they are taken too', async () => {
  expect(await printed('en', 'train')).toContain(
    'left aside: 29 of 286 documents. --split all takes them too.',
  );
  expect(await printed('zh', 'train')).toContain('286 篇中的 29 篇。用 --split all');
});

it('says of held-out documents that the others are left aside, and nothing where all are taken', async () => {
  expect(await printed('en', 'heldout')).toContain('Left aside: 29 of 286 documents, those for training.');
  expect(await printed('zh', 'heldout')).toContain('只取留出供度量的文档');
  expect(await printed('en', 'all')).not.toMatch(/aside/i);
});
