/**
 * Errors about a recipe that a command made of options, in the words of these options: `"nearDuplicateThreshold" is 3` becomes
 * `--near-duplicates is 3`.
 * Invariant: one table leads from a step's field or input to the option behind it; a test holds it against the options there are.
 * Refuses fields that no option sets: they keep their names.
 */
import { type ErrorCode, type ErrorData, isSlipwayError, SlipwayError } from '@slipway/contracts';

/** By step, then by field or input: what a user types for it. */
export type OptionNames = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What is behind the recipe that `makeDataRecipe` makes. */
export const dataOptions: OptionNames = {
  documents: {
    path: '<path>',
    extensions: '--extensions',
    include: '--include',
    exclude: '--exclude',
    licence: '--licence',
  },
  benchmarks: { path: '--benchmarks' },
  hosts: { path: '--refuse-hosts' },
  words: { path: '--words' },
  dataset: {
    name: '--name',
    textFields: '--text-fields',
    quality: '--quality',
    languages: '--languages',
    personalData: '--personal-data',
    wideForms: '--wide-forms',
    contamination: '--contamination',
    refusedAddressWords: '--refuse-address-words',
    maxListedWords: '--max-words',
    minPerplexity: '--min-perplexity',
    maxPerplexity: '--max-perplexity',
    minQualityScore: '--min-score',
    repeatedLines: '--repeated-lines',
    repeatedStretchBytes: '--repeated-stretches',
    seenLines: '--seen-lines',
    nearDuplicateThreshold: '--near-duplicates',
    heldoutShare: '--heldout',
    seed: '--seed',
    benchmarks: '--benchmarks',
    hosts: '--refuse-hosts',
    words: '--words',
    perplexity: '--perplexity',
    classifier: '--classifier',
  },
};

/** What is behind the recipes that `makeModelRecipe` makes. */
export const modelOptions: OptionNames = {
  'good-files': { path: '--good' },
  good: { heldoutShare: '--heldout' },
  'bad-files': { path: '--bad' },
  bad: { heldoutShare: '--heldout' },
  classifier: { name: '--name' },
  perplexity: { name: '--name' },
};

/** As the check of a recipe begins: `step "dataset" (data): `. */
const stepPrefix = /^step "([^"]+)" \([^)]+\): /;
/** A field in quotation marks, with the place within it; what stands behind "is" is a value. */
const quotedField = /(?<! is )"(\w+)(?:\.[^"]*)?"/g;
const ofRecipes: ReadonlySet<ErrorCode> = new Set(['spec-invalid', 'recipe-invalid']);

/**
 * @param error as a server tells it
 * @param options.step the step that it befell, where its message does not begin with it
 */
export function nameOptions(
  error: ErrorData,
  { names, step }: { names: OptionNames; step?: string },
): ErrorData {
  const fields = names[stepPrefix.exec(error.message)?.[1] ?? step ?? ''];
  if (fields === undefined) return error;
  const reword = (text: string) =>
    text.replace(stepPrefix, '').replace(quotedField, (whole, field: string) => fields[field] ?? whole);
  return {
    ...error,
    code: ofRecipes.has(error.code) ? 'argument-invalid' : error.code,
    message: reword(error.message),
    ...(error.hint === undefined ? {} : { hint: reword(error.hint) }),
  };
}

/** Does work on a server, and throws what it throws in the words of options. */
export async function namingOptions<Result>(
  names: OptionNames | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (names === undefined || !isSlipwayError(cause)) throw cause;
    const { code, message, hint } = nameOptions(cause, { names });
    throw new SlipwayError({ code, message, ...(hint === undefined ? {} : { hint }), cause });
  }
}
