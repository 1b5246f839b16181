/**
 * Decides which tensor of a base model each module of an adapter changes.
 * Invariant: every module finds its tensor, of its shape, or the plan is refused with both named. Where embeddings are tied and the
 * adapter changes one of their two uses, the output matrix is planned beside the embeddings.
 */
import type { Architecture } from '../architecture/architecture.ts';
import { getArchitecture } from '../architecture/architectures.ts';
import { makeWeightsError } from '../errors/weights-error.ts';
import type { GgufFile, GgufTensor } from '../gguf/gguf-file.ts';
import { formatShape } from '../tensors/shape.ts';
import type { PieceTransform, PlannedTensor } from '../transcode/rewrite-gguf.ts';
import type { AdaptedModule, LoraAdapter } from './lora-adapter.ts';
import { addLowRank } from './low-rank-sum.ts';

const embeddingName = 'token_embd.weight';
const outputName = 'output.weight';

interface Matched {
  /** The GGUF name under which the result is written. */
  readonly name: string;
  readonly from: GgufTensor;
  readonly module: AdaptedModule;
}

function matchModule(base: GgufFile, architecture: Architecture, module: AdaptedModule): Matched {
  const name = architecture.toGgufName(`${module.module}.weight`);
  const isTiedOutput = name === outputName && !base.findTensor(outputName);
  const from = name === undefined ? undefined : base.findTensor(isTiedOutput ? embeddingName : name);
  if (name === undefined || !from) {
    throw makeWeightsError(
      'weights-tensor-missing',
      `the adapter changes ${module.module}, which ${base.path} (${architecture.name}) does not have`,
    );
  }
  const [rows, columns] = module.shape;
  if (from.shape.length !== 2 || from.shape[0] !== rows || from.shape[1] !== columns) {
    throw makeWeightsError(
      'weights-shape-mismatch',
      `the adapter changes ${module.module} of shape ${formatShape(module.shape)}, in ${base.path} ${from.name} has ${formatShape(from.shape)}`,
      { hint: 'Merge the adapter into the base model that it was trained on.' },
    );
  }
  return { name, from, module };
}

async function prepareMerge(
  adapter: LoraAdapter,
  matched: Matched,
  order: Uint32Array | undefined,
): Promise<PieceTransform> {
  const factors = await adapter.readFactors(matched.module);
  const numColumns = matched.module.shape[1];
  return (values, firstRow) => {
    const leftRows = Uint32Array.from(
      { length: values.length / numColumns },
      (_, i) => order?.[firstRow + i] ?? firstRow + i,
    );
    addLowRank(values, factors, { numColumns, leftRows });
  };
}

/**
 * The tensors of the merged model in the order of the base, each with the change that the adapter makes to it.
 * @throws SlipwayError `weights-tensor-missing` or `weights-shape-mismatch`, naming the module and the tensor
 */
export function planMerge(base: GgufFile, adapter: LoraAdapter): PlannedTensor[] {
  const architecture = getArchitecture(base.metadata);
  const matches = new Map<string, Matched>();
  for (const module of adapter.modules) {
    const matched = matchModule(base, architecture, module);
    matches.set(matched.name, matched);
  }
  const plan = (name: string, from: GgufTensor): PlannedTensor => {
    const matched = matches.get(name);
    if (!matched) return { name, from };
    const numRows = matched.module.shape[0];
    const order = architecture.getRowOrder({ ggufName: name, numRows, metadata: base.metadata });
    return { name, from, prepareTransform: () => prepareMerge(adapter, matched, order?.sourceRows) };
  };
  const planned = base.tensors.map((tensor) => plan(tensor.name, tensor));
  const embedding = base.findTensor(embeddingName);
  const isTied = embedding !== undefined && !base.findTensor(outputName);
  if (isTied && (matches.has(outputName) || matches.has(embeddingName)))
    planned.push(plan(outputName, embedding));
  return planned;
}
