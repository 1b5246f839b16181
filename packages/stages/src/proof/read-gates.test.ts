import type { Digest, GateReport } from '@slipway/contracts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, openBench } from '../testing/make-run-context.ts';
import { readPassedGates, requireProof } from './read-gates.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.dispose());

async function model(name: string, parents: { role: string; digest: Digest }[] = []): Promise<Digest> {
  const stage = parents.length > 0 ? 'quantisation' : 'pull';
  return bench.commit('model', { files: { 'model.gguf': name }, name, stage, parents });
}
/** What a gate compares, and what it is said to have proven where that is something else. */
interface Compared {
  reference: Digest;
  adapter?: Digest;
  model: Digest;
}
async function gate(compared: Compared, handover = 'quantise', passed = true): Promise<Digest> {
  const report: GateReport = {
    handover,
    from: 'before',
    to: 'after',
    model: compared.model,
    passed,
    checks: [
      {
        name: 'logits',
        passed,
        measured: 9,
        bound: 1,
        unit: 'nats',
        ...(passed ? {} : { place: 'text "zh", position 3' }),
      },
    ],
    numTexts: 1,
    numPositions: 1,
  };
  const parents = Object.entries(compared).map(([role, digest]) => ({ role, digest }));
  return bench.commit('gate-report', { files: { 'report.json': JSON.stringify(report) }, parents });
}
const prove = async (digest: Digest, gates: Digest[]) =>
  requireProof(bench.store, { digest, manifest: await bench.store.readManifest(digest) }, gates);

test('a model as it was pulled needs no gate', async () => {
  await prove(await model('base'), []);
});

test('a converted model needs a gate that compared it with what it was made of, and so does each conversion before it', async () => {
  const base = await model('base');
  const half = await model('half', [{ role: 'model', digest: base }]);
  const small = await model('small', [{ role: 'model', digest: half }]);
  await expect(prove(small, [])).rejects.toMatchObject({
    code: 'gate-failed',
    message: expect.stringContaining('small'),
    hint: expect.stringContaining('parity'),
  });
  const [smallGate, halfGate] = [
    await gate({ reference: half, model: small }),
    await gate({ reference: base, model: half }),
  ];
  await expect(prove(small, [smallGate])).rejects.toThrow('half');
  await expect(prove(small, [halfGate])).rejects.toThrow('small');
  await expect(prove(small, [halfGate, await gate({ reference: base, model: small })])).rejects.toThrow(
    'small',
  );
  await prove(small, [halfGate, smallGate]);
});

describe('a merged model', () => {
  let base: Digest;
  let adapter: Digest;
  let merged: Digest;
  beforeEach(async () => {
    base = await model('base');
    adapter = await bench.commit('adapter', { files: { 'training.json': '{}' } });
    merged = await model('merged', [
      { role: 'base', digest: base },
      { role: 'adapter', digest: adapter },
    ]);
  });

  test('is proven by a gate that compared base and adapter with it', async () => {
    await prove(merged, [await gate({ reference: base, adapter, model: merged }, 'merge')]);
  });

  test('is not proven by a comparison with itself, which always passes', async () => {
    const itself = await gate({ reference: merged, model: merged });
    await expect(prove(merged, [itself])).rejects.toMatchObject({
      code: 'gate-failed',
      hint: expect.stringContaining('base and adapter'),
    });
  });

  test('is not proven by another base, another adapter, or the file of the base alone', async () => {
    const other = await bench.commit('adapter', { files: { 'training.json': '{"other":1}' } });
    const gates = [
      await gate({ reference: await model('other'), adapter, model: merged }, 'merge'),
      await gate({ reference: base, adapter: other, model: merged }, 'merge'),
      await gate({ reference: base, model: merged }, 'merge'),
      await gate({ reference: base, adapter, model: merged }, 'quantise'),
    ];
    for (const one of gates) await expect(prove(merged, [one])).rejects.toThrow('merged');
    await expect(prove(merged, gates)).rejects.toThrow('merged');
  });

  test('a gate that an earlier step took counts from the lineage', async () => {
    const parents = [
      { role: 'model', digest: merged },
      { role: 'gates', digest: await gate({ reference: base, adapter, model: merged }, 'merge') },
    ];
    const small = await model('small', parents);
    await prove(small, [await gate({ reference: merged, model: small })]);
  });
});

test('a gate that did not pass refuses, and names the place', async () => {
  const [base, other] = [await model('base'), await model('other')];
  const failed = await gate({ reference: other, model: base }, 'quantise', false);
  await expect(
    readPassedGates(bench.store, [await gate({ reference: other, model: base }), failed]),
  ).rejects.toMatchObject({
    code: 'gate-failed',
    message: 'the gate "quantise" refused the model: logits: text "zh", position 3',
  });
  await expect(prove(base, [failed])).rejects.toMatchObject({ code: 'gate-failed' });
});
