/**
 * The contracts that cross to Python and to editors, as JSON Schema.
 * Invariant: made of the zod schemas alone, so they cannot say anything else; a test keeps the files in step.
 * Refuses what JSON Schema cannot tell: refinements (safe paths) are checked here only.
 */
import { z } from 'zod';
import { artifactManifest } from './artifact.ts';
import { attemptMessage, attemptRequest } from './attempt-protocol.ts';
import {
  choiceQuestion,
  datasetCard,
  datasetDocument,
  droppedDocument,
  pair,
  passage,
  sourceDocument,
} from './corpus.ts';
import { generateChunk, generateRequest, scoreRequest, scoreResponse } from './engine-protocol.ts';
import { comparison, evaluationResult, sampleOutcome } from './evaluation.ts';
import { event } from './event.ts';
import { gateReport } from './gate.ts';
import { probe, probeSet } from './probe.ts';
import { receipt } from './receipt.ts';
import { recipe } from './recipe.ts';
import { errorData } from './slipway-error.ts';
import { tokenizerReport } from './tokenizer.ts';
import { tokensManifest } from './tokens.ts';
import { tourSummary } from './tour.ts';
import { statement, usageEvent } from './usage.ts';

/** By file name. `input` is what a writer may leave out, `output` what a reader will find. */
const published: Record<string, { schema: z.ZodType; side: 'input' | 'output'; title: string }> = {
  recipe: { schema: recipe, side: 'input', title: 'A recipe' },
  'artifact-manifest': { schema: artifactManifest, side: 'output', title: 'The manifest of an artifact' },
  'attempt-request': { schema: attemptRequest, side: 'output', title: 'What an attempt is given' },
  'attempt-message': { schema: attemptMessage, side: 'output', title: 'A line of an attempt' },
  'source-document': {
    schema: sourceDocument,
    side: 'output',
    title: 'A line of documents.jsonl of documents',
  },
  'dropped-document': { schema: droppedDocument, side: 'output', title: 'A line of dropped.jsonl' },
  'dataset-document': {
    schema: datasetDocument,
    side: 'output',
    title: 'A line of documents.jsonl of a dataset',
  },
  'dataset-card': { schema: datasetCard, side: 'output', title: 'card.json of a dataset' },
  passage: { schema: passage, side: 'output', title: 'A line of passages.jsonl' },
  pair: { schema: pair, side: 'output', title: 'A line of train.jsonl and heldout.jsonl' },
  'choice-question': { schema: choiceQuestion, side: 'output', title: 'A line of choices.jsonl' },
  'tokenizer-report': { schema: tokenizerReport, side: 'output', title: 'report.json of a tokenizer' },
  'tokens-manifest': { schema: tokensManifest, side: 'output', title: 'tokens.json of tokens' },
  'probe-set': { schema: probeSet, side: 'output', title: 'The fixed texts of a gate' },
  probe: { schema: probe, side: 'output', title: 'What a runtime makes of the fixed texts' },
  'gate-report': { schema: gateReport, side: 'output', title: 'report.json of a gate' },
  'evaluation-result': { schema: evaluationResult, side: 'output', title: 'result.json of an evaluation' },
  'sample-outcome': { schema: sampleOutcome, side: 'output', title: 'A line of samples.jsonl' },
  comparison: { schema: comparison, side: 'output', title: 'An entry of comparisons.json' },
  'generate-request': { schema: generateRequest, side: 'input', title: 'POST /generate of an engine' },
  'generate-chunk': { schema: generateChunk, side: 'output', title: 'A line of an answer of /generate' },
  'score-request': { schema: scoreRequest, side: 'input', title: 'POST /score of an engine' },
  'score-response': { schema: scoreResponse, side: 'output', title: 'The answer of /score' },
  event: { schema: event, side: 'output', title: 'An event of the log' },
  receipt: { schema: receipt, side: 'output', title: 'The receipt of an answer' },
  'usage-event': { schema: usageEvent, side: 'output', title: 'A usage event' },
  statement: { schema: statement, side: 'output', title: 'A statement' },
  'tour-summary': { schema: tourSummary, side: 'output', title: 'What npm start -- --exit --json prints' },
  error: { schema: errorData, side: 'output', title: 'An error as data' },
};

/** JSON Schemas (2020-12) by name, made anew at each call. */
export function makeJsonSchemas(): Record<string, object> {
  const made = Object.entries(published).map(([name, { schema, side, title }]) => {
    const { $schema, ...rest } = z.toJSONSchema(schema, { io: side, target: 'draft-2020-12' });
    return [name, { $schema, $id: `slipway:${name}`, title, ...rest }] as const;
  });
  return Object.fromEntries(made);
}
