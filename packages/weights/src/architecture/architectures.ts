/**
 * The table of architectures: adding one is one file and one line here.
 * Invariant: an architecture stands under its own name. Refuses, by name, those it has no map for.
 */
import { makeWeightsError } from '../errors/weights-error.ts';
import { findText, type GgufMetadata } from '../gguf/gguf-value.ts';
import type { Architecture } from './architecture.ts';
import { gemma3 } from './gemma3.ts';
import { llama } from './llama.ts';
import { qwen2 } from './qwen2.ts';
import { qwen3 } from './qwen3.ts';

const architectures: ReadonlyMap<string, Architecture> = new Map(
  [llama, qwen2, qwen3, gemma3].map((architecture) => [architecture.name, architecture]),
);

export const architectureNames = [...architectures.keys()] as readonly string[];

/**
 * The architecture of a model.
 * @param metadata of its GGUF file
 * @throws SlipwayError `weights-type-unsupported` when there is no map for it
 */
export function getArchitecture(metadata: GgufMetadata): Architecture {
  const name = findText(metadata, 'general.architecture');
  const architecture = name === undefined ? undefined : architectures.get(name);
  if (architecture) return architecture;
  throw makeWeightsError(
    'weights-type-unsupported',
    `there is no map of tensor names for the architecture ${name ?? '(none named)'}`,
    {
      hint: `Architectures with a map: ${architectureNames.join(', ')}.`,
    },
  );
}
