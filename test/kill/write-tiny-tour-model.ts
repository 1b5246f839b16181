/**
 * The tiny random model with a chat template and room for a whole conversation, so that a tour can be run on it in a minute.
 * Invariant: the same bytes each time. It says nothing of sense: what is tested is that a tour goes on.
 */
import { dirname, join } from 'node:path';
import { plantFault } from '../gates/planted-faults.ts';
import { tinyChatTemplate } from '../gates/tiny-probe-model.ts';
import { writeTinyChatModel } from '../weights/tiny-chat-model.ts';

const contextTokens = 8192;

export async function writeTinyTourModel(path: string): Promise<void> {
  const plain = join(dirname(path), 'plain.gguf');
  await writeTinyChatModel(plain);
  await plantFault(plain, path, {
    metadata: (metadata) =>
      new Map([
        ...metadata,
        ['tokenizer.chat_template', { type: 'string', value: tinyChatTemplate }],
        ['llama.context_length', { type: 'uint32', value: contextTokens }],
      ]),
  });
}
