/** A gate that would compare nothing is refused before any engine is asked. */
import type { Digest } from '@slipway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { parity } from './index.ts';

let bench: Bench;
let model: Digest;
let other: Digest;
let adapter: Digest;
beforeEach(async () => {
  bench = await openBench();
  model = await bench.commit('model', { files: { 'model.gguf': 'one' }, name: 'tuned' });
  other = await bench.commit('model', { files: { 'model.gguf': 'other' } });
  adapter = await bench.commit('adapter', { files: { 'training.json': '{}' } });
});
afterEach(() => bench.dispose());

test.each(['quantise', 'merge'])('a model compared with itself proves nothing (%s)', async (handover) => {
  const inputs = { reference: model, model, ...(handover === 'merge' ? { adapter } : {}) };
  await expect(bench.run(parity, { spec: { handover }, inputs })).rejects.toMatchObject({
    code: 'recipe-invalid',
    message: expect.stringContaining('both tuned'),
  });
});

test('a merge without its adapter, and an adapter where nothing was merged, are refused by the plan', async () => {
  const inputs = { reference: other, model };
  await expect(bench.context(parity, { spec: { handover: 'merge' }, inputs })).rejects.toMatchObject({
    code: 'recipe-invalid',
    message: expect.stringContaining('no adapter is given'),
  });
  const withAdapter = { ...inputs, adapter };
  await expect(
    bench.context(parity, { spec: { handover: 'quantise' }, inputs: withAdapter }),
  ).rejects.toMatchObject({
    code: 'recipe-invalid',
    message: expect.stringContaining('an adapter is given'),
  });
});
