/**
 * The recipes behind `slipway data classifier train` and `slipway data perplexity train`: examples become datasets, and these a model.
 * Invariant: pure. Examples are read as `slipway data run` reads documents, but nothing is judged or masked: a model is to see them as
 * documents are when it is asked.
 */
import type { Recipe } from '@slipway/contracts';

export type ModelKind = 'classifier' | 'perplexity';

export interface ModelFlags {
  good: string;
  bad?: string;
  name?: string;
  /** Share of the examples that is measured on. */
  heldout?: number | string;
}

type Steps = Recipe['steps'];

const defaultHeldoutShare = 0.2;

export function makeModelRecipe(kind: ModelKind, { good, bad, name, heldout }: ModelFlags): Recipe {
  const heldoutShare = heldout ?? defaultHeldoutShare;
  const classes = { good, ...(bad === undefined ? {} : { bad }) };
  const examples = Object.entries(classes).map(([role, path]) => makeExamples(role, path, heldoutShare));
  const inputs = Object.fromEntries(Object.keys(classes).map((role) => [role, `${role}.dataset`]));
  return {
    name: `data-${kind}`,
    ...(name === undefined ? {} : { title: name }),
    steps: {
      ...Object.assign({}, ...examples),
      [kind]: { stage: kind, spec: name === undefined ? {} : { name }, inputs },
    },
  } as Recipe;
}

function makeExamples(role: string, path: string, heldoutShare: number | string): Steps {
  const spec = { name: role, quality: { '*': 'none' }, personalData: 'ignore', heldoutShare };
  return {
    [`${role}-files`]: { stage: 'documents', spec: { path, name: `${role}-files` }, inputs: {} },
    [role]: { stage: 'data', spec, inputs: { documents: `${role}-files.documents` } },
  } as Steps;
}
