/**
 * The door of the contracts: every schema, type, id and error code of the house. No behaviour beyond them, no I/O.
 */
export { type AnswerRecord, answerRecord } from './answer-record.ts';
export { type Api, api, eventStreamPath } from './api.ts';
export {
  type ArtifactFile,
  type ArtifactKind,
  type ArtifactManifest,
  type ArtifactParent,
  type ArtifactSummary,
  artifactFile,
  artifactKind,
  artifactManifest,
  artifactParent,
  artifactSummary,
  type Facts,
  facts,
  type Licence,
  licence,
} from './artifact.ts';
export {
  type AttemptMessage,
  type AttemptRequest,
  attemptMessage,
  attemptRequest,
} from './attempt-protocol.ts';
export { canonicalJson, type Json, toJson } from './canonical-json.ts';
export {
  type ChoiceQuestion,
  choiceQuestion,
  type DatasetCard,
  type DatasetDocument,
  type DroppedDocument,
  datasetCard,
  datasetDocument,
  droppedDocument,
  type FunnelStage,
  funnelStage,
  type Pair,
  type Passage,
  pair,
  passage,
  type SourceDocument,
  type Split,
  sourceDocument,
  split,
} from './corpus.ts';
export {
  type ApiKey,
  type ApiKeyRequest,
  apiKey,
  apiKeyRequest,
  type Customer,
  customer,
  type NewApiKey,
  newApiKey,
} from './customer.ts';
export {
  type Amount,
  amount,
  type DataCard,
  type DataFunnelStep,
  type DataSample,
  type DataShare,
  dataCard,
  dataFunnelStep,
  dataSample,
  dataShare,
  languageTokens,
  type ThresholdHistogram,
  type TokenEstimate,
  type TrimmedRepeats,
  thresholdHistogram,
  tokenEstimate,
  trimmedRepeats,
} from './data-card.ts';
export { nameLanguage, type ReaderLanguage } from './data-words/name-language.ts';
export { isFolderSource, nameSource } from './data-words/name-source.ts';
export {
  type CodedWarning,
  type DataWordFamily,
  dataWordFamilies,
  wordData,
  wordWarning,
} from './data-words/word-data.ts';
export {
  type Deployment,
  type DeploymentRequest,
  type DeploymentState,
  deployment,
  deploymentRequest,
  deploymentState,
  type EngineAddress,
  engineAddress,
} from './deployment.ts';
export {
  type DocumentComparison,
  documentComparison,
  type SpokenRule,
  spokenRule,
  type TextChange,
  textChange,
} from './document-comparison.ts';
export {
  type ChatMessage,
  chatMessage,
  type EngineStatus,
  type EngineUsage,
  engineStatus,
  engineUsage,
  type FinishReason,
  finishReason,
  type GenerateChunk,
  type GenerateRequest,
  generateChunk,
  generateRequest,
  type RenderRequest,
  type RenderResponse,
  renderRequest,
  renderResponse,
  type ScoreRequest,
  type ScoreResponse,
  scoreRequest,
  scoreResponse,
} from './engine-protocol.ts';
export { type ErrorCode, type ErrorCodeFacts, errorCodes } from './error-codes.ts';
export { type ErrorWording, wordErrorInChinese } from './error-wording.ts';
export {
  type Comparison,
  comparison,
  type EvaluationResult,
  evaluationResult,
  type SampleOutcome,
  type Score,
  sampleOutcome,
  score,
} from './evaluation.ts';
export { type Event, type EventBody, event, eventBody } from './event.ts';
export { type GateCheck, type GateReport, gateCheck, gateReport } from './gate.ts';
export { type GatewaySnapshot, gatewaySnapshot } from './gateway-snapshot.ts';
export {
  type AnswerId,
  type AttemptId,
  answerId,
  attemptId,
  type CustomerId,
  customerId,
  type DeploymentId,
  type Digest,
  deploymentId,
  digest,
  type IdKind,
  idPrefixes,
  type KeyId,
  keyId,
  newId,
  type ReplicaId,
  type RunId,
  replicaId,
  runId,
  type UsageId,
  usageId,
} from './ids.ts';
export { makeJsonSchemas } from './json-schemas.ts';
export {
  type ModelFacts,
  type ModelListing,
  modelFacts,
  modelListing,
  type Starter,
  starter,
} from './model.ts';
export {
  type Estimate,
  estimate,
  type Foreseen,
  foreseen,
  type Machine,
  machine,
  type Resources,
  type RunPlan,
  resources,
  runPlan,
  type StepPlan,
  stepPlan,
  type Task,
  task,
} from './plan.ts';
export {
  type Probe,
  type ProbeChat,
  type ProbedChat,
  type ProbedText,
  type ProbeSet,
  type ProbeText,
  probe,
  probeChat,
  probedChat,
  probedText,
  probeSet,
  probeText,
} from './probe.ts';
export {
  type AnswerGrounding,
  type AnswerSummary,
  answerGrounding,
  answerSummary,
  type Citation,
  citation,
  type Receipt,
  type ReceiptCheck,
  receipt,
  receiptCheck,
  type VerifiedReceipt,
  verifiedReceipt,
} from './receipt.ts';
export {
  type InputReference,
  inputReference,
  outputReference,
  type Recipe,
  type RecipeStep,
  recipe,
  recipeStep,
  type StepName,
  stepName,
} from './recipe.ts';
export { defineRoute, type Route } from './route.ts';
export {
  type Attempt,
  type AttemptState,
  attempt,
  attemptState,
  type Progress,
  progress,
  type Run,
  type RunState,
  type RunSummary,
  run,
  runState,
  runSummary,
  type StepState,
  type StepStatus,
  stepState,
  stepStatus,
} from './run.ts';
export {
  type ErrorData,
  errorData,
  fromErrorData,
  invariant,
  isSlipwayError,
  SlipwayError,
  type SlipwayErrorOptions,
  toErrorData,
} from './slipway-error.ts';
export { studioPages } from './studio-pages.ts';
export {
  type EncodedText,
  type EncodedToken,
  encodedText,
  encodedToken,
  type SpecialToken,
  specialToken,
  type TokenisedLanguage,
  type TokenizerReport,
  tokenisedLanguage,
  tokenizerReport,
} from './tokenizer.ts';
export {
  type TokenisedDataset,
  type TokensManifest,
  tokenisedDataset,
  tokensManifest,
} from './tokens.ts';
export {
  type TourAnswer,
  type TourStep,
  type TourSummary,
  tourAlias,
  tourAnswer,
  tourSteps,
  tourSummary,
  tourTitle,
} from './tour.ts';
export { type Trace, type TraceEdge, type TraceNode, trace, traceEdge, traceNode } from './trace.ts';
export {
  microUnits,
  type Price,
  price,
  type Statement,
  type StatementDimension,
  type StatementLine,
  statement,
  statementDimension,
  statementLine,
  type UsageEvent,
  usageEvent,
} from './usage.ts';
export {
  type MovedBound,
  movedBound,
  type WhatIf,
  type WhatIfDocument,
  type WhatIfRequest,
  type WhatIfRule,
  whatIf,
  whatIfRequest,
} from './what-if.ts';
export { type Wording, wording } from './wording.ts';
