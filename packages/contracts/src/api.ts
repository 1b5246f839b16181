/**
 * Every route of the control API.
 * Invariant: a route exists for server and clients only if it stands here. Lists are newest first and bounded by `limit`.
 */
import { z } from 'zod';
import { artifactKind, artifactManifest, artifactSummary } from './artifact.ts';
import { datasetDocument } from './corpus.ts';
import { apiKey, apiKeyRequest, customer, newApiKey } from './customer.ts';
import { dataCard } from './data-card.ts';
import { deployment, deploymentRequest, engineAddress } from './deployment.ts';
import { documentComparison } from './document-comparison.ts';
import { answerId, attemptId, deploymentId, digest, keyId, runId } from './ids.ts';
import { modelListing, starter } from './model.ts';
import { machine, runPlan } from './plan.ts';
import { answerSummary, verifiedReceipt } from './receipt.ts';
import { recipe } from './recipe.ts';
import { defineRoute } from './route.ts';
import { run, runSummary } from './run.ts';
import { encodedText, tokenizerReport } from './tokenizer.ts';
import { tokensManifest } from './tokens.ts';
import { tourSummary } from './tour.ts';
import { trace } from './trace.ts';
import { price, statement, statementDimension } from './usage.ts';
import { whatIf, whatIfRequest } from './what-if.ts';

const limit = z.coerce.number().int().min(1).max(1000).default(100);
const runParams = z.object({ id: runId });
const digestParams = z.object({ digest });
const done = z.object({ ok: z.literal(true) });

export const api = {
  health: defineRoute({
    method: 'GET',
    path: '/api/health',
    summary: 'Whether the server is up, its version and machine',
    response: z.object({
      version: z.string(),
      machine,
      database: z.enum(['pglite', 'postgresql']),
      gatewayUrl: z.string(),
      startedAt: z.iso.datetime(),
    }),
  }),
  openSession: defineRoute({
    method: 'POST',
    path: '/api/session',
    summary: 'Exchange a one-time token for a session cookie',
    body: z.strictObject({ token: z.string() }),
    response: done,
  }),
  makeLink: defineRoute({
    method: 'POST',
    path: '/api/session/link',
    summary: 'Make a one-time link to the studio',
    response: z.object({ url: z.string() }),
  }),
  showTour: defineRoute({
    method: 'GET',
    path: '/api/tour',
    summary: 'The newest tour, as far as it has come; null before the first',
    response: z.object({ summary: tourSummary.nullable() }),
  }),
  startTour: defineRoute({
    method: 'POST',
    path: '/api/tour',
    summary: 'Start the tour, or return the one that is running with the same choices',
    body: z.strictObject({
      /** What is left out is as in the newest tour; before the first one, as the server's defaults. */
      documents: z.string().optional(),
      model: z.string().optional(),
      /** `small` takes fewer documents and tokens, for trying things out. */
      size: z.enum(['full', 'small']).optional(),
      /** Licence of the documents as an SPDX expression. */
      licence: z.string().min(1).optional(),
    }),
    response: z.object({ runId }),
  }),
  finishTour: defineRoute({
    method: 'POST',
    path: '/api/tour/answer',
    summary: "Ask the tour's question, once its model serves; returns the finished summary",
    response: z.object({ summary: tourSummary }),
  }),
  planRun: defineRoute({
    method: 'POST',
    path: '/api/plans',
    summary: 'Plan a recipe without running it',
    body: z.strictObject({ recipe, workingDirectory: z.string().optional() }),
    response: runPlan,
  }),
  startRun: defineRoute({
    method: 'POST',
    path: '/api/runs',
    summary: 'Start a run of a recipe',
    body: z.strictObject({ recipe, workingDirectory: z.string().optional() }),
    response: z.object({ runId }),
  }),
  listRuns: defineRoute({
    method: 'GET',
    path: '/api/runs',
    summary: 'Runs, newest first',
    query: z.object({ limit, before: runId.optional() }),
    response: z.object({ runs: z.array(runSummary), numTotal: z.number().int() }),
  }),
  showRun: defineRoute({
    method: 'GET',
    path: '/api/runs/:id',
    summary: 'A run with its steps and attempts',
    params: runParams,
    response: run,
  }),
  cancelRun: defineRoute({
    method: 'POST',
    path: '/api/runs/:id/cancel',
    summary: 'Cancel a run',
    params: runParams,
    response: done,
  }),
  readLog: defineRoute({
    method: 'GET',
    path: '/api/runs/:id/log',
    summary:
      'The log of a step: of the attempt read last, then of those after it; of the newest where none is named',
    params: runParams,
    query: z.object({
      step: z.string(),
      /** The `attemptId` of the piece before; `offset` is in its log. */
      attempt: attemptId.optional(),
      offset: z.coerce.number().int().min(0).default(0),
    }),
    response: z.object({
      text: z.string(),
      nextOffset: z.number().int(),
      /** Whose words these are; absent while the step has no attempt. */
      attemptId: attemptId.optional(),
      attemptNumber: z.number().int().positive().optional(),
      isEnded: z.boolean(),
    }),
  }),
  listArtifacts: defineRoute({
    method: 'GET',
    path: '/api/artifacts',
    summary: 'Artifacts, newest first',
    query: z.object({ limit, kind: artifactKind.optional(), search: z.string().optional() }),
    response: z.object({ artifacts: z.array(artifactSummary), numTotal: z.number().int() }),
  }),
  showArtifact: defineRoute({
    method: 'GET',
    path: '/api/artifacts/:digest',
    summary: 'An artifact with its manifest',
    params: digestParams,
    response: z.object({ summary: artifactSummary, manifest: artifactManifest }),
  }),
  exportArtifact: defineRoute({
    method: 'POST',
    path: '/api/artifacts/:digest/export',
    summary: "Lay an artifact's files out in a folder of the server's machine",
    params: digestParams,
    body: z.strictObject({ directory: z.string().min(1) }),
    response: z.object({ paths: z.array(z.string()) }),
  }),
  collectGarbage: defineRoute({
    method: 'POST',
    path: '/api/artifacts/collection',
    summary: 'Remove what no run, model, deployment or receipt can reach',
    body: z.strictObject({ dryRun: z.boolean().default(false) }),
    response: z.object({ numKept: z.number().int(), removed: z.array(digest), freedBytes: z.number() }),
  }),
  showDataCard: defineRoute({
    method: 'GET',
    path: '/api/datasets/:digest/card',
    summary: 'The whole card of a dataset: funnel, languages, sources, lengths, samples',
    params: digestParams,
    response: dataCard,
  }),
  compareDocument: defineRoute({
    method: 'GET',
    path: '/api/datasets/:digest/comparison',
    summary:
      'A document before and after: what its source said, what is kept of it, or the rule that spoke against it',
    params: digestParams,
    /** Name as the dataset has it, or `sha256:` of its raw bytes. */
    query: z.object({ document: z.string().min(1) }),
    response: documentComparison,
  }),
  askWhatIf: defineRoute({
    method: 'POST',
    path: '/api/datasets/:digest/what-if',
    summary:
      'What a dataset would be with other bounds of its rules, judged from the columns it keeps; nothing is changed',
    params: digestParams,
    body: whatIfRequest,
    response: whatIf,
  }),
  showDocument: defineRoute({
    method: 'GET',
    path: '/api/datasets/:digest/documents/:document',
    summary: "A document's clean text in a dataset",
    params: z.object({ digest, document: digest }),
    response: datasetDocument,
  }),
  showTokenizer: defineRoute({
    method: 'GET',
    path: '/api/tokenizers/:digest',
    summary: 'What a tokenizer is: vocabulary, special tokens, bytes a token by language',
    params: digestParams,
    response: tokenizerReport,
  }),
  encodeText: defineRoute({
    method: 'POST',
    path: '/api/tokenizers/:digest/encoding',
    summary: 'What a tokenizer, or the one inside a model, makes of a text: ids, pieces, places',
    params: digestParams,
    body: z.strictObject({ text: z.string().max(100_000) }),
    response: encodedText,
  }),
  showTokens: defineRoute({
    method: 'GET',
    path: '/api/tokens/:digest',
    summary: 'What tokens are: datasets with epochs and languages, packing, files',
    params: digestParams,
    response: tokensManifest,
  }),
  traceLineage: defineRoute({
    method: 'GET',
    path: '/api/trace/:reference',
    summary:
      'Lineage above or below an artifact, deployment, answer or document (digest, id, or document path)',
    params: z.object({ reference: z.string() }),
    query: z.object({ direction: z.enum(['up', 'down']).optional() }),
    response: trace,
  }),
  listModels: defineRoute({
    method: 'GET',
    path: '/api/models',
    summary: 'Models with their proofs and deployments, and the catalogue of starters',
    response: z.object({ models: z.array(modelListing), starters: z.array(starter) }),
  }),
  listDeployments: defineRoute({
    method: 'GET',
    path: '/api/deployments',
    summary: 'Deployments, newest first',
    response: z.object({ deployments: z.array(deployment) }),
  }),
  proposeDeployment: defineRoute({
    method: 'POST',
    path: '/api/deployments',
    summary: 'Propose a deployment: its engine starts, to be proven before it serves',
    body: deploymentRequest,
    response: z.object({ deploymentId }),
  }),
  showDeployment: defineRoute({
    method: 'GET',
    path: '/api/deployments/:id',
    summary: "A deployment and, for the administrator's token, where its engine answers once it is ready",
    params: z.object({ id: deploymentId }),
    response: z.object({ deployment, address: engineAddress.optional() }),
  }),
  judgeDeployment: defineRoute({
    method: 'POST',
    path: '/api/deployments/:id/judgement',
    summary: 'Promote a deployment to its alias or refuse it, as the gate report in the store says',
    params: z.object({ id: deploymentId }),
    body: z.strictObject({ gate: digest }),
    response: done,
  }),
  stopDeployment: defineRoute({
    method: 'DELETE',
    path: '/api/deployments/:id',
    summary: 'Take a deployment out of service',
    params: z.object({ id: deploymentId }),
    response: done,
  }),
  listKeys: defineRoute({
    method: 'GET',
    path: '/api/keys',
    summary: 'API keys and customers',
    response: z.object({ keys: z.array(apiKey), customers: z.array(customer) }),
  }),
  makeKey: defineRoute({
    method: 'POST',
    path: '/api/keys',
    summary: 'Make a key; its secret is shown once',
    body: apiKeyRequest,
    response: newApiKey,
  }),
  revokeKey: defineRoute({
    method: 'DELETE',
    path: '/api/keys/:id',
    summary: 'Revoke a key',
    params: z.object({ id: keyId }),
    response: done,
  }),
  listPrices: defineRoute({
    method: 'GET',
    path: '/api/prices',
    summary: 'Prices by model',
    response: z.object({ prices: z.array(price) }),
  }),
  setPrice: defineRoute({
    method: 'POST',
    path: '/api/prices',
    summary: "Set a model's price",
    body: price,
    response: done,
  }),
  listAnswers: defineRoute({
    method: 'GET',
    path: '/api/answers',
    summary: 'Answers that were given, newest first',
    query: z.object({ limit }),
    response: z.object({ answers: z.array(answerSummary) }),
  }),
  showReceipt: defineRoute({
    method: 'GET',
    path: '/api/receipts/:id',
    summary: 'The receipt of an answer, verified against store and ledger',
    params: z.object({ id: answerId }),
    response: verifiedReceipt,
  }),
  showStatement: defineRoute({
    method: 'GET',
    path: '/api/statements',
    summary: 'What was used and what it costs, grouped',
    query: z.object({
      /** Dimensions joined by commas. */
      by: z
        .string()
        .default('customer,model')
        .transform((list) => list.split(',').map((word) => word.trim()))
        .pipe(z.array(statementDimension)),
      from: z.iso.datetime().optional(),
      until: z.iso.datetime().optional(),
      granularity: z.enum(['day', 'month']).default('month'),
    }),
    response: statement,
  }),
} as const;

export type Api = typeof api;

/** Server-sent events: `GET /api/events?runId=` with `Last-Event-ID` or `?after=`; data is an Event. */
export const eventStreamPath = '/api/events';
