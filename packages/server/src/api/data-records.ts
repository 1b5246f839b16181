/**
 * The records of data artifacts that the API shows.
 */
import { dataCard, tokenizerReport, tokensManifest } from '@slipway/contracts';
import type { ArtifactRecord } from './read-artifact-record.ts';

/** The whole card of a dataset. */
export const dataCardRecord = {
  path: 'data-card.json',
  schema: dataCard,
  what: 'data card',
  hint: 'Only datasets have one; one of an earlier version gets it when its step is run again.',
} satisfies ArtifactRecord<unknown>;

export const tokenizerRecord = {
  path: 'report.json',
  schema: tokenizerReport,
  what: 'report of a tokenizer',
  hint: 'Only tokenizers have one: `slipway artifacts --kind tokenizer` lists them.',
} satisfies ArtifactRecord<unknown>;

export const tokensRecord = {
  path: 'tokens.json',
  schema: tokensManifest,
  what: 'manifest of tokens',
  hint: 'Only tokens have one: `slipway artifacts --kind tokens` lists them.',
} satisfies ArtifactRecord<unknown>;
