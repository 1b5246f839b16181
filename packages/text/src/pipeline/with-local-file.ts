/**
 * Lends a file of this machine for an input that may lie elsewhere: converters read files alone.
 * Invariant: a copy that was made is gone when the work ends.
 */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OpenInputs } from '../sources/input-opener.ts';
import type { InputFile } from './plan-units.ts';

const chunkBytes = 1024 * 1024;

/** @param openInput where the input is no file */
export async function withLocalFile<Result>(
  file: InputFile,
  openInput: OpenInputs | undefined,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  if (!openInput) return work(file.path);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-input-'));
  try {
    const path = join(folder, 'input');
    await copyInput(file, openInput, path);
    return await work(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyInput(file: InputFile, openInput: OpenInputs, path: string): Promise<void> {
  const target = await open(path, 'wx');
  try {
    const input = await openInput(file);
    try {
      for (let offset = 0; offset < input.numBytes; ) {
        const chunk = await input.read(offset, chunkBytes);
        if (chunk.length === 0)
          throw new Error(`${file.path} ended after ${offset} of ${input.numBytes} bytes`);
        await target.writeFile(chunk);
        offset += chunk.length;
      }
    } finally {
      await input.close();
    }
  } finally {
    await target.close();
  }
}
