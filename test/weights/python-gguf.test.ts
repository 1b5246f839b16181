/** Python's gguf as the reference: it reads what packages/weights writes, and quantises to the same bytes. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convertGguf, decodeWholeTensor, openGguf, writableTypes, writeGguf } from '@slipway/weights';
import { describe, expect, it } from 'vitest';
import { findPython, runScript } from './find-python.ts';
import { withTemporaryFolder } from './temporary-folder.ts';
import { tokens, writeTinyChatModel } from './tiny-chat-model.ts';

const python = await findPython(['gguf', 'numpy']);

interface PythonReading {
  readonly metadata: Record<string, unknown>;
  readonly tensors: readonly { name: string; type: string; shape: number[]; bytes: string }[];
}

/** Numbers of all magnitudes that a half-precision scale can carry, from a fixed seed. */
function makeValues(count: number): Float32Array {
  let state = 12345;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Float32Array.from({ length: count }, (_, i) => (next() + next() - 1) * 10 ** (((i >>> 9) % 7) - 4));
}

describe.skipIf(!python)("Python's gguf", () => {
  it.each(writableTypes)('quantises to the same bytes: %s', async (type) => {
    await withTemporaryFolder(async (folder) => {
      const values = makeValues(1 << 17);
      const [source, target, floats, expected] = ['a.gguf', 'b.gguf', 'values', 'blocks'].map((name) =>
        join(folder, name),
      ) as [string, string, string, string];
      await writeFile(floats, new Uint8Array(values.buffer));
      await runScript(python as string, 'quantise.py', [type.toUpperCase(), floats, expected]);
      const readChunks = () => [new Uint8Array(values.buffer)];
      const tensor = { name: 'a.weight', shape: [256, 512], type: 'f32' as const, readChunks };
      await writeGguf(source, { metadata: new Map(), tensors: [tensor] });
      await convertGguf(source, target, { type });
      const file = await openGguf(target);
      const written = file.findTensor('a.weight');
      const bytes = Buffer.alloc(written?.numBytes ?? 0);
      if (written) await file.readBytes(written, 0, bytes);
      await file.close();
      expect(bytes.equals(await readFile(expected))).toBe(true);
    });
  });

  it.each(writableTypes)('reads what was written as %s', async (type) => {
    await withTemporaryFolder(async (folder) => {
      const [source, target] = [join(folder, 'a.gguf'), join(folder, 'b.gguf')];
      await writeTinyChatModel(source);
      await convertGguf(source, target, { type });
      const reading = JSON.parse(
        await runScript(python as string, 'read_gguf.py', ['values', target]),
      ) as PythonReading;
      expect(reading.metadata).toMatchObject({
        'general.architecture': 'llama',
        'tokenizer.ggml.tokens': tokens,
      });
      const file = await openGguf(target);
      expect(Object.keys(reading.metadata)).toEqual([...file.metadata.keys()]);
      expect(reading.tensors.map(({ name, shape }) => ({ name, shape }))).toEqual(
        file.tensors.map(({ name, shape }) => ({ name, shape })),
      );
      for (const [i, tensor] of file.tensors.entries()) {
        const bytes = Buffer.alloc(tensor.numBytes);
        await file.readBytes(tensor, 0, bytes);
        expect(reading.tensors[i]).toMatchObject({
          type: tensor.type.toUpperCase(),
          bytes: bytes.toString('base64'),
        });
        expect((await decodeWholeTensor(file, tensor)).length).toBe(tensor.numElements);
      }
      await file.close();
    });
  });
});
