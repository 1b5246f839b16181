/**
 * Steps of a recipe as values of TypeScript: the compiler checks each spec, and that an input is given what its stage takes.
 * Invariant: a step knows nothing of names; `defineRecipe` gives them. Refuses nothing at run time: that is the recipe check's part.
 */
import type { ArtifactKind, Digest } from '@slipway/contracts';
import type { Stage, StageInput } from '@slipway/core';

/** Any stage, for constraints. */
// biome-ignore lint/suspicious/noExplicitAny: a stage's spec stands in both directions, so no other type takes every stage
export type AnyStage = Stage<any, any>;

/** What an input can be given: an output of a step, or an artifact in the store. */
export interface Source<Kind extends ArtifactKind = ArtifactKind> {
  readonly kind: Kind;
  readonly from: { readonly step: Step; readonly output: string } | { readonly digest: Digest };
}

/** A step that has no name yet. */
export interface Step<Of extends AnyStage = AnyStage> {
  readonly stage: string;
  readonly spec: object;
  readonly inputs: Readonly<Record<string, Source | readonly Source[]>>;
  /** One source for each output of its stage. */
  readonly outputs: { readonly [Output in keyof Of['outputs']]: Source<Of['outputs'][Output]> };
}

type RoleTaking<Inputs, Arity> = {
  [Role in keyof Inputs]: Inputs[Role] extends { arity: Arity } ? Role : never;
}[keyof Inputs];
type KindOf<Input> = Input extends StageInput ? Input['kind'] : never;

/** What a stage's inputs take, by their arity. */
export type InputsOf<Of extends AnyStage> = {
  readonly [Role in RoleTaking<Of['inputs'], 'one'>]: Source<KindOf<Of['inputs'][Role]>>;
} & {
  readonly [Role in RoleTaking<Of['inputs'], 'optional'>]?: Source<KindOf<Of['inputs'][Role]>>;
} & {
  readonly [Role in RoleTaking<Of['inputs'], 'many'>]?: readonly Source<KindOf<Of['inputs'][Role]>>[];
};

/** A stage's spec as a user writes it: what has a default may be left out. */
export type SpecOf<Of extends AnyStage> =
  Of extends Stage<infer _Spec, infer Draft, infer _I, infer _O> ? Draft : never;

type Given<Name extends string, Value> =
  Record<never, never> extends Value
    ? { readonly [Field in Name]?: Value }
    : { readonly [Field in Name]: Value };

export type StepOptions<Of extends AnyStage> = Given<'spec', SpecOf<Of>> & Given<'inputs', InputsOf<Of>>;

type OptionalWhereEmpty<Options> =
  Record<never, never> extends Options ? [options?: Options] : [options: Options];

/**
 * A step of a stage. What the stage's spec leaves to defaults may be left out, and so may the whole options where nothing is required.
 * @param stage one of the stages of this package, or a stage of one's own
 * @returns the step; `outputs` names what it makes, for the inputs of other steps
 */
export function step<Of extends AnyStage>(
  stage: Of,
  ...[options]: OptionalWhereEmpty<StepOptions<Of>>
): Step<Of> {
  const { spec = {}, inputs = {} } = (options ?? {}) as Partial<Pick<Step, 'spec' | 'inputs'>>;
  const outputs: Record<string, Source> = {};
  const made: Step = { stage: stage.name, spec, inputs, outputs };
  for (const [output, kind] of Object.entries(stage.outputs))
    outputs[output] = { kind, from: { step: made, output } };
  return made as Step<Of>;
}

/**
 * An artifact that is already in the store, for an input.
 * @param kind what it is; the run refuses another kind
 */
export function artifact<Kind extends ArtifactKind>(kind: Kind, digest: Digest | string): Source<Kind> {
  return { kind, from: { digest: digest as Digest } };
}
