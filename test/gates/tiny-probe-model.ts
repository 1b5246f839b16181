/**
 * The tiny random model with a chat template, and with norms that make it sure enough of its next token to be compared.
 * Invariant: the same bytes each time.
 */
import { dirname, join } from 'node:path';
import type { GgufValue } from '@slipway/weights';
import { writeTinyChatModel } from '../weights/tiny-chat-model.ts';
import { type Fault, plantFault, scaleTensor } from './planted-faults.ts';

export const tinyChatTemplate = [
  "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}",
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
].join('');
/** Random weights give nearly equal chances to all tokens; this spreads their logits. */
const sharpness = 4;
/** Attention of a random model hardly depends on the distance of tokens; larger norms before it make it do so. */
const attentionScale = 4;

export async function writeTinyProbeModel(path: string): Promise<void> {
  const plain = join(dirname(path), 'plain.gguf');
  await writeTinyChatModel(plain);
  const contextLength: GgufValue = { type: 'uint32', value: 1024 };
  const template: GgufValue = { type: 'string', value: tinyChatTemplate };
  const norms: Fault[] = [
    scaleTensor('output_norm.weight', sharpness),
    ...[0, 1].map((layer) => scaleTensor(`blk.${layer}.attn_norm.weight`, attentionScale)),
  ];
  await plantFault(plain, path, {
    metadata: (metadata) =>
      new Map([...metadata, ['tokenizer.chat_template', template], ['llama.context_length', contextLength]]),
    tensor: (...given) => {
      for (const norm of norms) norm.tensor?.(...given);
    },
  });
}
