/**
 * A model split over several safetensors files, as listed by `model.safetensors.index.json`.
 * Invariant: every tensor in the index is in the file named for it; tensors keep the order of the index.
 * Refuses shard names that leave the folder.
 */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeWeightsError } from '../errors/weights-error.ts';
import type { TensorStore } from '../tensors/stored-tensor.ts';
import type { SafetensorsTensor } from './parse-header.ts';
import { openSafetensors, type SafetensorsFile } from './safetensors-file.ts';

function fail(path: string, message: string, cause?: unknown): Error {
  return makeWeightsError('weights-file-invalid', `${path}: ${message}`, { cause });
}

async function readIndex(path: string): Promise<Map<string, string>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw fail(path, 'the index cannot be read as JSON', cause);
  }
  const map = (parsed as { weight_map?: unknown } | null)?.weight_map;
  if (typeof map !== 'object' || map === null) throw fail(path, 'the index has no weight_map');
  const entries = Object.entries(map);
  for (const [name, file] of entries) {
    const isPlain = typeof file === 'string' && basename(file) === file && file.endsWith('.safetensors');
    if (!isPlain) throw fail(path, `the file named for tensor ${name} is no file of this folder`);
  }
  return new Map(entries as [string, string][]);
}

async function openShards(folder: string, names: Iterable<string>): Promise<Map<string, SafetensorsFile>> {
  const shards = new Map<string, SafetensorsFile>();
  try {
    for (const name of names) shards.set(name, await openSafetensors(join(folder, name)));
    return shards;
  } catch (error) {
    for (const shard of shards.values()) await shard.close();
    throw error;
  }
}

/**
 * Opens all the files of an index as one store. Close it when done.
 * @param path the index file
 * @throws SlipwayError `weights-file-invalid`, `weights-file-truncated`, `weights-tensor-missing`
 */
export async function openShardedSafetensors(path: string): Promise<TensorStore<SafetensorsTensor>> {
  const index = await readIndex(path);
  const shards = await openShards(dirname(path), new Set(index.values()));
  const close = async (): Promise<void> => {
    for (const shard of shards.values()) await shard.close();
  };
  const homes = new Map<SafetensorsTensor, SafetensorsFile>();
  const byName = new Map<string, SafetensorsTensor>();
  for (const [name, file] of index) {
    const shard = shards.get(file) as SafetensorsFile;
    const tensor = shard.findTensor(name);
    if (!tensor) {
      await close();
      throw makeWeightsError('weights-tensor-missing', `${path}: tensor ${name} is not in ${file}`, {
        hint: 'Fetch the shard again; it does not belong to this index.',
      });
    }
    homes.set(tensor, shard);
    byName.set(name, tensor);
  }
  return {
    path,
    tensors: [...byName.values()],
    findTensor: (name) => byName.get(name),
    async readBytes(tensor, fromByte, into) {
      const home = homes.get(tensor);
      if (!home) throw fail(path, `tensor ${tensor.name} does not belong to this store`);
      await home.readBytes(tensor, fromByte, into);
    },
    close,
  };
}
