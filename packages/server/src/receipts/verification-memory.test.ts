import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CollectableStore, openFileStore } from '@slipway/core';
import { commitFiles } from '@slipway/core/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createVerificationMemory } from './verification-memory.ts';

let directory: string;
let store: CollectableStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'slipway-verification-'));
  store = openFileStore(directory);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('reads the bytes once a minute, and once for all who ask together', async () => {
  const model = await commitFiles(store, 'model', { files: { 'model.gguf': 'weights' } });
  const read = vi.spyOn(store, 'verify');
  let time = 1_000_000;
  const memory = createVerificationMemory(store, { now: () => time });
  expect(await Promise.all([memory.verify(model), memory.verify(model)])).toMatchObject([
    { problems: [] },
    { problems: [] },
  ]);
  time += 59_000;
  expect(await memory.verify(model)).toEqual({ problems: [], ageMs: 59_000 });
  expect(read).toHaveBeenCalledTimes(1);
  time += 2_000;
  expect(await memory.verify(model)).toEqual({ problems: [], ageMs: 0 });
  expect(read).toHaveBeenCalledTimes(2);
});

it('bytes that were touched within the minute are read again, and damage is never remembered', async () => {
  const model = await commitFiles(store, 'model', { files: { 'model.gguf': 'weights' } });
  const path = await store.locateFile(model, 'model.gguf');
  const memory = createVerificationMemory(store);
  expect((await memory.verify(model)).problems).toEqual([]);
  await chmod(path, 0o644);
  await writeFile(path, 'Weights');
  const damaged = { problems: [{ path: 'model.gguf', problem: expect.stringContaining('hash to') }] };
  expect(await memory.verify(model)).toMatchObject({ ...damaged, ageMs: 0 });
  expect(await memory.verify(model)).toMatchObject({ ...damaged, ageMs: 0 });
});
