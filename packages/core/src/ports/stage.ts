/**
 * The port of stages: what every capability looks like to recipes, plans and attempts.
 * Invariant: `plan` is pure; `run` reaches the outside only through its context; the same key always gives the same outputs.
 */
import type {
  ArtifactKind,
  ArtifactManifest,
  DeploymentId,
  DeploymentRequest,
  Digest,
  EngineAddress,
  Foreseen,
  Json,
  Machine,
  Progress,
  StepPlan,
  Task,
  Wording,
} from '@slipway/contracts';
import type { ZodType } from 'zod';
import type { ArtifactDraft, ArtifactStore } from './artifact-store.ts';
import type { Logger } from './logger.ts';
import type { ObjectStorage } from './object-storage.ts';

export interface StageInput {
  kind: ArtifactKind;
  /** `one` exactly one, `optional` none or one, `many` any number in order. */
  arity: 'one' | 'optional' | 'many';
}

/** An input artifact as `run` sees it. */
export interface InputArtifact {
  digest: Digest;
  manifest: ArtifactManifest;
}

export interface PlanContext<Spec> {
  spec: Spec;
  survey: Json;
  /** By role; foreseen from the plan of the step before where the artifact is not made yet. */
  inputs: Record<string, Foreseen[]>;
  machine: Machine;
}

export interface SurveyContext {
  signal: AbortSignal;
  /** Folder for relative paths in specs: where the user stood. */
  workingDirectory: string;
  objects: ObjectStorage;
}

/** How `serving` reaches the server. */
export interface DeploymentControl {
  propose(request: DeploymentRequest): Promise<DeploymentId>;
  /** Waits until the engine answers. @throws SlipwayError `engine-load-failed` */
  waitUntilReady(id: DeploymentId, signal: AbortSignal): Promise<EngineAddress>;
  /** Promotes or refuses it, as the committed report says. @throws SlipwayError `gate-failed`, `deployment-not-ready` */
  judge(id: DeploymentId, gate: Digest): Promise<void>;
}

/** How stages run a worker's script in its own Python environment. */
export interface WorkerRunner {
  /**
   * Runs `python -m MODULE` with one JSON line in and JSON lines out.
   * @param options.onMessage each message but the last; standard error goes to the log
   * @returns the fields of the worker's `result` message
   * @throws SlipwayError with the worker's own code, or `worker-crashed`; `python-missing`, `python-environment-failed`
   */
  run(options: {
    environment: string;
    module: string;
    request: Json;
    signal: AbortSignal;
    onMessage: (message: { type: string; [field: string]: Json }) => void;
  }): Promise<Json>;
}

/** Where requests go through, and the hosts that are reached without it. */
export interface DownloadProxy {
  url: string;
  noProxy: readonly string[];
}

export interface RunContext<Spec> {
  spec: Spec;
  survey: Json;
  inputs: Record<string, InputArtifact[]>;
  task: Task;
  taskOutputs: Record<string, Record<string, Digest>>;
  store: ArtifactStore;
  /** A folder that is there, and survives attempts of this step. Whatever lies in it may be half-written: check before use. */
  scratchDirectory: string;
  machine: Machine;
  signal: AbortSignal;
  log: Logger;
  workers: WorkerRunner;
  deployments: DeploymentControl;
  /** Environment-dependent roads for downloads: mirrors and proxies, from the configuration. */
  network: { mirrors: Record<string, string>; proxy?: DownloadProxy; token?: string };
  /** Documents in buckets. */
  objects: ObjectStorage;
  reportProgress(progress: Progress): void;
  reportMetric(name: string, step: number, value: number): void;
  /** @param message both languages, or a sentence of another program as it is */
  warn(message: Wording | string): void;
  /**
   * Commits a draft as this step's output, with stage, version, spec and parents filled in.
   * @param parents roles and digests, in order
   */
  commit(options: {
    output: string;
    draft: ArtifactDraft;
    kind: ArtifactKind;
    name: string;
    parents: { role: string; digest: Digest }[];
    licences: ArtifactManifest['licences'];
    facts: ArtifactManifest['facts'];
    /** What is recorded of the spec, where the spec itself names a place on this machine. */
    recordedSpec?: Json;
    /** False where what the survey found was no longer there: this run goes on with it, another makes the step anew. */
    isReusable?: boolean;
  }): Promise<Digest>;
}

/**
 * A stage, with what recipes written in TypeScript are checked by: `Draft` is the spec as a user writes it, with defaults left out;
 * `Inputs` and `Outputs` are the literal kinds.
 */
export interface Stage<
  Spec = unknown,
  Draft = unknown,
  Inputs extends Record<string, StageInput> = Record<string, StageInput>,
  Outputs extends Record<string, ArtifactKind> = Record<string, ArtifactKind>,
> {
  readonly name: string;
  /** Changes whenever equal inputs would give different outputs. */
  readonly version: string;
  readonly summary: { en: string; zh: string };
  readonly spec: ZodType<Spec, Draft>;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /**
   * Refuses a spec that names a place outside the store where nothing is. Quick: it looks and reads no content. Asked of all steps before
   * a run is stored, so that a slip of the pen is told at once.
   */
  preflight?(spec: Spec, context: SurveyContext): Promise<void>;
  /**
   * Looks at what lies outside the store (a folder, a remote file's digest). Its result is part of the step's key: it must be
   * deterministic and name content, not times. Runs on the server when the step becomes ready, and for plans.
   */
  survey?(spec: Spec, context: SurveyContext): Promise<Json>;
  plan(context: PlanContext<Spec>): StepPlan;
  /** Carries out one task. Returns what it made, by output name; the last task must have returned all outputs. */
  run(context: RunContext<Spec>): Promise<Record<string, Digest>>;
}

/** Declares a stage with its spec, inputs and outputs inferred. */
export function defineStage<
  Spec,
  Draft,
  const Inputs extends Record<string, StageInput>,
  const Outputs extends Record<string, ArtifactKind>,
>(stage: Stage<Spec, Draft, Inputs, Outputs>): Stage<Spec, Draft, Inputs, Outputs> {
  return stage;
}
