/**
 * The door of the core: ports, artifact store, lineage, runs, events, configuration.
 */

export { diskFullExitCode } from './attempts/attempt-exit-code.ts';
export { type HostAttemptOptions, hostAttempt } from './attempts/host-attempt.ts';
export { readAttemptRequest } from './attempts/read-request.ts';
export { createMessageWriter } from './attempts/write-messages.ts';
export type {
  Configuration,
  ConfigurationInput,
  S3Settings,
} from './configuration/configuration-schema.ts';
export { defineConfig } from './configuration/define-config.ts';
export type { ExplainedValue } from './configuration/explain-configuration.ts';
export {
  type LoadedConfiguration,
  type LoadOptions,
  loadConfiguration,
} from './configuration/load-configuration.ts';
export { readEnvironment } from './configuration/read-environment.ts';
export type { Database, Queries, ScriptSession, Transaction } from './database/database.ts';
export { databaseErrorCode } from './database/database-error-code.ts';
export { lockHome } from './database/lock-home.ts';
export { type Migration, migrate } from './database/migrate.ts';
export { type DatabaseLocation, openDatabase } from './database/open-database.ts';
export {
  createEventLog,
  type EventDraft,
  type EventFilter,
  type EventLog,
  type EventLogOptions,
} from './events/event-log.ts';
export { eventMigrations } from './events/event-table.ts';
export { jsonColumn } from './events/json-column.ts';
export { compareProbes, countPositions, type ProbeBounds } from './gates/compare-probes.ts';
export { standardProbeSet } from './gates/probe-set.ts';
export { joinLicences } from './lineage/join-licences.ts';
export type { LineageExtension, LineageLink } from './lineage/lineage-extension.ts';
export type { ArtifactFilter } from './lineage/list-artifacts.ts';
export { type Lineage, type LineageOptions, openLineage } from './lineage/open-lineage.ts';
export { findSourceAddress } from './lineage/source-address.ts';
export { createLogger, type LoggerOptions } from './logging/create-logger.ts';
export { describeMachine, readFreeDiskBytes } from './machine/describe-machine.ts';
export {
  identifyProcess,
  isProcessAlive,
  type ProcessIdentity,
} from './machine/process-identity.ts';
export { type ProcessLock, readLockOwner, tryLock, waitForLock } from './machine/process-lock.ts';
export { type BytesPlanOptions, planByBytes } from './planning/plan-by-bytes.ts';
export type { ArtifactDraft, ArtifactStore, ManifestDraft } from './ports/artifact-store.ts';
export type { Engine } from './ports/engine.ts';
export type { Launcher, LaunchRequest, LaunchState } from './ports/launcher.ts';
export type { Logger } from './ports/logger.ts';
export {
  type ListedObject,
  ObjectFault,
  type ObjectRange,
  type ObjectStorage,
  type PinnedObject,
} from './ports/object-storage.ts';
export {
  type DeploymentControl,
  type DownloadProxy,
  defineStage,
  type InputArtifact,
  type PlanContext,
  type RunContext,
  type Stage,
  type StageInput,
  type SurveyContext,
  type WorkerRunner,
} from './ports/stage.ts';
export {
  ensurePythonEnvironment,
  type PythonEnvironment,
  type PythonEnvironmentOptions,
} from './python-environment/ensure-python-environment.ts';
export { type FoundPython, findPython } from './python-environment/find-python.ts';
export { createLineAppender, type LineAppender } from './records/line-appender.ts';
export { collectRecords, readRecords } from './records/read-records.ts';
export { writeRecords } from './records/write-records.ts';
export { findNearestWord } from './runs/nearest-word.ts';
export { listRecipeDigests, parseRecipe, resolveRecipe } from './runs/recipe-check.ts';
export type { ResolvedRecipe, ResolvedStep } from './runs/resolved-recipe.ts';
export { createRunEngine, type RunEngine, type RunEngineOptions } from './runs/run-engine.ts';
export { defaultRunPolicy, type RunPolicy } from './runs/run-policy.ts';
export { runMigrations } from './runs/run-tables.ts';
export { listRunArtifacts } from './runs/show-run.ts';
export { catalogueStages, type StageCatalogue } from './runs/stage-catalogue.ts';
export {
  type BucketAddress,
  formatBucketAddress,
  isBucketAddress,
  parseBucketAddress,
} from './s3/bucket-address.ts';
export { openS3Objects } from './s3/open-s3-objects.ts';
export type { S3Connection } from './s3/s3-client.ts';
export { s3InputsModule } from './s3/s3-inputs-module.ts';
export type { StoredItem } from './store/blob-folder.ts';
export { collectGarbage, type GarbageOptions, type GarbageReport } from './store/collect-garbage.ts';
export type { CollectableStore } from './store/collectable-store.ts';
export { digestFile, digestOf } from './store/durable-file.ts';
export { openFileStore } from './store/file-store.ts';
export { openS3Store, type S3StoreOptions } from './store/s3-store.ts';
export {
  createWorkerRunner,
  type WorkerEnvironment,
  type WorkerRunnerOptions,
} from './workers/worker-runner.ts';
