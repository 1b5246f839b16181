import type { Digest } from '@slipway/contracts';
import { describeModelFile } from '@slipway/weights';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeGguf } from '../testing/make-gguf.ts';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { quantisation } from './index.ts';

let bench: Bench;
let model: Digest;
beforeEach(async () => {
  bench = await openBench();
  model = await bench.commit('model', {
    files: { 'model.gguf': await makeGguf() },
    facts: { numParameters: 256 * 64, fileType: 'F32' },
    licences: [{ spdx: 'Apache-2.0' }],
  });
});
afterEach(() => bench.dispose());

const gate = (passed: boolean) =>
  bench.commit('gate-report', {
    files: {
      'report.json': JSON.stringify({
        handover: 'merge',
        from: '',
        to: '',
        model,
        passed,
        checks: [
          { name: 'logits', passed, measured: 9, bound: 1, unit: 'nats', place: 'text "code", position 7' },
        ],
        numTexts: 1,
        numPositions: 1,
      }),
    },
  });

test('writes the model in the scheme asked for, with its parents, licence and facts', async () => {
  const proof = await gate(true);
  const options = { spec: { scheme: 'q8_0', name: 'small' }, inputs: { model, gates: [proof] } };
  const made = (await bench.run(quantisation, options)).model as Digest;
  const manifest = await bench.store.readManifest(made);
  expect(manifest).toMatchObject({ name: 'small-q8_0', licences: [{ spdx: 'Apache-2.0' }] });
  expect(manifest.parents).toEqual([
    { role: 'model', digest: model },
    { role: 'gates', digest: proof },
  ]);
  const described = await describeModelFile(await bench.store.locateFile(made, 'model.gguf'));
  expect(described.fileType).toBe('Q8_0');
  expect(manifest.facts.fileType).toBe('Q8_0');
  expect(described.bytesByType[0]).toEqual({ type: 'Q8_0', numBytes: (256 * 64 * 34) / 32 });
  expect((await bench.run(quantisation, options)).model).toBe(made);
});

test('refuses a model whose gate did not pass, with the place', async () => {
  const inputs = { model, gates: [await gate(false)] };
  await expect(bench.run(quantisation, { spec: { scheme: 'f16' }, inputs })).rejects.toMatchObject({
    code: 'gate-failed',
    message: expect.stringContaining('text "code", position 7'),
  });
});

test('a truncated model is refused and no draft is left', async () => {
  const whole = await makeGguf();
  const cut = await bench.commit('model', {
    files: { 'model.gguf': whole.subarray(0, whole.length - 4000) },
  });
  await expect(
    bench.run(quantisation, { spec: { scheme: 'f16' }, inputs: { model: cut } }),
  ).rejects.toMatchObject({
    code: 'weights-file-truncated',
  });
});
