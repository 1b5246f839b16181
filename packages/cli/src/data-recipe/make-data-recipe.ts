/**
 * The recipe behind `slipway data run`: the files into the store, what the rules need beside them, and the dataset of it all.
 * Invariant: pure; an option that was not given is not in the recipe, so that the stage's own default counts.
 */
import type { Digest, Recipe } from '@slipway/contracts';
import type { DataRecipeFlags } from './data-recipe-flags.ts';

/** Models by their digests; the command finds them by what the user called them. */
export interface DataRecipeModels {
  perplexity?: Digest;
  classifier?: Digest;
}

type Steps = Recipe['steps'];

const listExtensions = ['.txt', '.text', '.list', '.lst'];
const benchmarkExtensions = ['.jsonl', '.ndjson', '.jsonlines', '.json', '.csv', '.tsv', '.parquet'];

/** What a source tree is read for, and the rows that published collections of code come in. */
const codeExtensions =
  '.c .cc .cpp .cs .cu .css .dart .ex .go .h .hpp .hs .java .jl .js .jsx .kt .lua .m .ml .php .pl .py .r .rb .rs .scala .sh .sql .swift .ts .tsx .vue .zig .jsonl .parquet'.split(
    ' ',
  );

export function makeDataRecipe(path: string, flags: DataRecipeFlags, models: DataRecipeModels = {}): Recipe {
  const beside: Record<string, Steps[string]> = {
    ...takeFiles('benchmarks', flags.benchmarks, benchmarkExtensions),
    ...takeFiles('hosts', flags.refuseHosts, listExtensions),
    ...takeFiles('words', flags.words, listExtensions),
  };
  const inputs = Object.fromEntries(Object.keys(beside).map((name) => [name, `${name}.documents`]));
  const name = flags.name ?? nameAfter(path);
  return {
    name: 'data',
    ...(name === undefined ? {} : { title: name }),
    steps: {
      documents: { stage: 'documents', spec: takeSpec(path, flags), inputs: {} },
      ...beside,
      dataset: {
        stage: 'data',
        spec: makeSpec(flags, name),
        inputs: { documents: 'documents.documents', ...inputs, ...models },
      },
    },
  } as Recipe;
}

function takeSpec(path: string, flags: DataRecipeFlags): Steps[string]['spec'] {
  const { quality, extensions, include, exclude, licence } = flags;
  const endings = extensions?.split(',') ?? (quality === 'code' ? codeExtensions : undefined);
  return withoutAbsent({ path, extensions: endings, include, exclude, licence });
}

/** A step that takes files into the store, where a path is given. */
function takeFiles(name: string, path: string | undefined, extensions: string[]): Steps {
  if (path === undefined) return {};
  return { [name]: { stage: 'documents', spec: { path, name, extensions }, inputs: {} } };
}

/** The last name of a path that is no pattern. */
function nameAfter(path: string): string | undefined {
  return path.split('/').findLast((part) => part !== '' && !/^\.+$|[*?[{]/.test(part));
}

function makeSpec(flags: DataRecipeFlags, name: string | undefined): Steps[string]['spec'] {
  return withoutAbsent({
    name,
    textFields: flags.textFields?.split(','),
    quality: flags.quality === undefined ? undefined : { '*': flags.quality },
    languages: flags.languages?.split(','),
    personalData: flags.personalData,
    wideForms: flags.wideForms,
    contamination: flags.contamination,
    refusedAddressWords: flags.refuseAddressWords?.split(','),
    maxListedWords: flags.maxWords,
    minPerplexity: flags.minPerplexity,
    maxPerplexity: flags.maxPerplexity,
    minQualityScore: flags.minScore,
    repeatedLines: flags.repeatedLines,
    repeatedStretchBytes: flags.repeatedStretches,
    seenLines: flags.seenLines,
    nearDuplicateThreshold: flags.nearDuplicates,
    heldoutShare: flags.heldout,
    seed: flags.seed,
  });
}

function withoutAbsent(fields: Record<string, unknown>): Steps[string]['spec'] {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Steps[string]['spec'];
}
