/**
 * The key of a step: what decides its outputs, as one digest.
 * Invariant: equal stage, version, resolved spec, survey and input digests give an equal key, whatever the recipe, the
 * step's name, the machine or the time.
 */
import { canonicalJson, type Digest, type Json } from '@slipway/contracts';
import { digestOf } from '../store/durable-file.ts';

export interface StepKeyParts {
  stage: string;
  stageVersion: string;
  spec: Json;
  /** Null where the stage has no survey. */
  survey: Json;
  inputs: Record<string, Digest[]>;
}

/** SHA-256 of the parts' canonical JSON; roles without artifacts do not count. */
export function computeStepKey(parts: StepKeyParts): Digest {
  const { stage, stageVersion, spec, survey } = parts;
  const inputs = Object.fromEntries(Object.entries(parts.inputs).filter(([, digests]) => digests.length > 0));
  return digestOf(canonicalJson({ stage, stageVersion, spec, survey, inputs }));
}
