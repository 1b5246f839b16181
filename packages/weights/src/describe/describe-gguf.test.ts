/** The description of a model says what its file says, and nothing else. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { convertGguf } from '../convert/convert-gguf.ts';
import { writeGguf } from '../gguf/write-gguf.ts';
import { writeSmallModel } from '../testing/small-model.ts';
import { withTemporaryFolder } from '../testing/temporary-folder.ts';
import { describeModelFile } from './describe-gguf.ts';

it('describes a model', async () => {
  await withTemporaryFolder(async (folder) => {
    const [source, path] = [join(folder, 'a.gguf'), join(folder, 'b.gguf')];
    await writeSmallModel(source, { isTied: true });
    await convertGguf(source, path, { type: 'q8_0' });
    expect(await describeModelFile(path)).toMatchObject({
      architecture: 'llama',
      name: 'Small',
      numParameters: 40 * 64 + 2 * (2 * 64 + 2 * 64 * 64 + 2 * 32 * 64 + 3 * 64 * 96) + 64,
      numTensors: 20,
      numLayers: 2,
      contextLength: 128,
      embeddingSize: 64,
      numHeads: 4,
      numKeyValueHeads: 2,
      cacheBytesPerToken: 2 * 2 * 2 * (16 + 16),
      vocabularySize: 40,
      fileType: 'Q8_0',
      bytesByType: [
        { type: 'Q8_0', numBytes: expect.any(Number) },
        { type: 'F32', numBytes: 5 * 64 * 4 },
      ],
      isTied: true,
      tokenizer: 'gpt2',
      licence: 'apache-2.0',
      languages: ['en', 'zh'],
      chatTemplate: expect.stringContaining('messages'),
    });
  });
});

it('leaves undefined what a file does not say', async () => {
  await withTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.gguf');
    await writeGguf(path, { metadata: new Map(), tensors: [] });
    expect(await describeModelFile(path)).toMatchObject({
      architecture: undefined,
      fileType: undefined,
      contextLength: undefined,
      vocabularySize: undefined,
      cacheBytesPerToken: undefined,
      chatTemplate: undefined,
      languages: [],
      numParameters: 0,
    });
  });
});
