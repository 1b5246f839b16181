/**
 * Compares two models, or a model with what a merge should have given, and names every place where they differ.
 * Invariant: bounds follow from how the candidate is stored, so a correct conversion passes and a planted fault does not.
 * Refuses to be told other bounds, and to judge whether a difference matters to answers: logits do that.
 */
import type { OperationOptions } from '../files/operation-options.ts';
import { type GgufFile, openGguf } from '../gguf/gguf-file.ts';
import type { GgufMetadata } from '../gguf/gguf-value.ts';
import { openLoraAdapter } from '../merge/lora-adapter.ts';
import { planMerge } from '../merge/plan-merge.ts';
import { formatShape, rowLength } from '../tensors/shape.ts';
import { decodeTensor } from '../transcode/decode-tensor.ts';
import { transformPieces } from '../transcode/rewrite-gguf.ts';
import { compareMetadata } from './compare-metadata.ts';
import { compareTensor, type ExpectedTensor } from './compare-tensor.ts';
import type { GgufComparison, GgufDifference, TensorError } from './difference.ts';

interface Expectation {
  readonly metadata: GgufMetadata;
  readonly tensors: readonly ExpectedTensor[];
}

function compareTensorLists(expected: readonly ExpectedTensor[], candidate: GgufFile): GgufDifference[] {
  const differences: GgufDifference[] = [];
  const report = (name: string, what: string) => {
    const place = `tensor ${name}`;
    differences.push({ kind: 'tensors', place, message: `${place} ${what}`, measured: 1, bound: 0 });
  };
  for (const { name, shape } of expected) {
    const tensor = candidate.findTensor(name);
    if (!tensor) report(name, 'is missing');
    else if (formatShape(tensor.shape) !== formatShape(shape)) {
      report(name, `has shape ${formatShape(tensor.shape)} instead of ${formatShape(shape)}`);
    }
  }
  const names = new Set(expected.map(({ name }) => name));
  for (const { name } of candidate.tensors) if (!names.has(name)) report(name, 'was added');
  return differences;
}

function findWorst(errors: readonly TensorError[]): TensorError | undefined {
  const severity = ({ worstRowError, bound }: TensorError): number => worstRowError / bound;
  return errors.reduce<TensorError | undefined>(
    (worst, error) => (worst === undefined || severity(error) > severity(worst) ? error : worst),
    undefined,
  );
}

const kindOrder: readonly GgufDifference['kind'][] = [
  'metadata',
  'tokenizer',
  'chat-template',
  'tensors',
  'weights',
];

async function compareWith(
  expected: Expectation,
  candidate: GgufFile,
  options: OperationOptions,
): Promise<GgufComparison> {
  const differences = compareMetadata(expected.metadata, candidate.metadata);
  differences.push(...compareTensorLists(expected.tensors, candidate));
  const listed = new Set(differences.map(({ place }) => place));
  const totalBytes = candidate.tensors.reduce((sum, { numBytes }) => sum + numBytes, 0);
  let doneBytes = 0;
  const tensorErrors: TensorError[] = [];
  for (const tensor of expected.tensors) {
    const stored = candidate.findTensor(tensor.name);
    if (stored && !listed.has(`tensor ${tensor.name}`)) {
      const { error, difference } = await compareTensor(tensor, { file: candidate, tensor: stored }, options);
      tensorErrors.push(error);
      if (difference) differences.push(difference);
    }
    doneBytes += stored?.numBytes ?? 0;
    options.onProgress?.({ doneBytes, totalBytes });
  }
  differences.sort((a, b) => kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind));
  return {
    isEqual: differences.length === 0,
    differences,
    tensorErrors,
    worstTensor: findWorst(tensorErrors),
  };
}

async function withOpen<T>(
  paths: readonly [string, string],
  work: (a: GgufFile, b: GgufFile) => Promise<T>,
): Promise<T> {
  const first = await openGguf(paths[0]);
  try {
    const second = await openGguf(paths[1]);
    try {
      return await work(first, second);
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
}

/**
 * Compares two GGUF files by place: metadata, tokenizer, chat template, tensor shapes, and values within the error that the
 * candidate's types may cause.
 * @param referencePath what it should be
 * @param candidatePath what it is
 * @throws SlipwayError any of the weights codes; or the signal's reason
 */
export function compareGguf(
  referencePath: string,
  candidatePath: string,
  options: OperationOptions = {},
): Promise<GgufComparison> {
  return withOpen([referencePath, candidatePath], (reference, candidate) => {
    const tensors = reference.tensors.map((tensor) => ({
      name: tensor.name,
      shape: tensor.shape,
      readRows: () =>
        decodeTensor(reference, tensor, { multipleOf: rowLength(tensor.shape), signal: options.signal }),
    }));
    return compareWith({ metadata: reference.metadata, tensors }, candidate, options);
  });
}

export interface CompareMergeOptions extends OperationOptions {
  readonly basePath: string;
  readonly adapterPath: string;
  /** The file that claims to be base and adapter merged. */
  readonly mergedPath: string;
}

/**
 * Compares a merged model with what base and adapter give, without writing anything.
 * @throws SlipwayError any of the weights codes; or the signal's reason
 */
export function compareMerge(options: CompareMergeOptions): Promise<GgufComparison> {
  const { basePath, adapterPath, mergedPath, signal } = options;
  return withOpen([basePath, mergedPath], async (base, merged) => {
    const adapter = await openLoraAdapter(adapterPath);
    try {
      const tensors = planMerge(base, adapter).map((planned) => ({
        name: planned.name,
        shape: planned.from.shape,
        readRows: () => transformPieces(base, planned, signal),
      }));
      return await compareWith({ metadata: base.metadata, tensors }, merged, options);
    } finally {
      await adapter.close();
    }
  });
}
