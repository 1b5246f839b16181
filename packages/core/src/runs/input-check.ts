/**
 * Whether the inputs of one step fit the roles that its stage declares.
 * Invariant: what passes names an existing step and output, or a known artifact, of the kind and number the role takes.
 */
import { type ArtifactKind, type Digest, type InputReference, SlipwayError } from '@slipway/contracts';
import type { Stage, StageInput } from '../ports/stage.ts';
import { findNearestWord } from './nearest-word.ts';
import { splitReference } from './resolved-recipe.ts';

interface InputCheck {
  name: string;
  stage: Stage;
  inputs: Record<string, InputReference[]>;
  stageOf: ReadonlyMap<string, Stage>;
  kinds: ReadonlyMap<Digest, ArtifactKind>;
}

/** @throws SlipwayError `recipe-invalid`, `artifact-missing` */
export function checkInputs(check: InputCheck): void {
  const { name, stage, inputs } = check;
  const roles = Object.keys(stage.inputs);
  for (const role of Object.keys(inputs)) {
    if (roles.includes(role)) continue;
    const allowed = roles.length === 0 ? 'it takes none' : `allowed: ${roles.join(', ')}`;
    refuse(`step "${name}" (${stage.name}) has no input "${role}"; ${allowed}`, suggest(role, roles));
  }
  for (const [role, input] of Object.entries(stage.inputs)) checkRole(check, role, input);
}

function checkRole(check: InputCheck, role: string, input: StageInput): void {
  const references = check.inputs[role] ?? [];
  const place = `step "${check.name}", input "${role}"`;
  if (input.arity === 'one' && references.length === 0) {
    refuse(`${place} is missing`, `Give it a ${input.kind}: step.output, or a digest.`);
  }
  if (input.arity !== 'many' && references.length > 1) {
    refuse(`${place} takes one ${input.kind}, not ${references.length}`, 'Leave all but one out.');
  }
  for (const reference of references) {
    const kind = findKind(check, reference, place);
    if (kind === input.kind) continue;
    refuse(
      `${place} takes a ${input.kind}, but "${reference}" is a ${kind}`,
      `Name an output or an artifact of kind ${input.kind}.`,
    );
  }
}

function findKind(check: InputCheck, reference: InputReference, place: string): ArtifactKind {
  const made = splitReference(reference);
  if (made === undefined) {
    const kind = check.kinds.get(reference as Digest);
    if (kind !== undefined) return kind;
    throw new SlipwayError({
      code: 'artifact-missing',
      message: `${place}: there is no artifact ${reference}`,
      hint: 'See "slipway artifacts" for what there is.',
    });
  }
  const stage = check.stageOf.get(made.step);
  if (stage === undefined) {
    const steps = [...check.stageOf.keys()];
    refuse(`${place}: the recipe has no step "${made.step}"`, suggest(made.step, steps));
  }
  const kind = Object.hasOwn(stage.outputs, made.output) ? stage.outputs[made.output] : undefined;
  if (kind !== undefined) return kind;
  const outputs = Object.keys(stage.outputs);
  const message = `${place}: step "${made.step}" (${stage.name}) has no output "${made.output}"; it has: ${outputs.join(', ')}`;
  return refuse(message, suggest(made.output, outputs));
}

function suggest(word: string, known: readonly string[]): string {
  const nearest = findNearestWord(word, known);
  if (nearest !== undefined) return `Did you mean "${nearest}"?`;
  return known.length === 0 ? 'Leave it out.' : `Known are: ${known.join(', ')}.`;
}

function refuse(message: string, hint: string): never {
  throw new SlipwayError({ code: 'recipe-invalid', message, hint });
}
