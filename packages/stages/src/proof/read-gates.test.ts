import type { Digest, GateReport } from '@slipway/contracts';
import { afterEach, beforeEach, expect, test } from 'vitest';
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
async function gate(proven: Digest, passed = true): Promise<Digest> {
  const report: GateReport = {
    handover: 'quantise',
    from: 'before',
    to: 'after',
    model: proven,
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
  return bench.commit('gate-report', { files: { 'report.json': JSON.stringify(report) } });
}
const prove = async (digest: Digest, gates: Digest[]) =>
  requireProof(bench.store, { digest, manifest: await bench.store.readManifest(digest) }, gates);

test('a model as it was pulled needs no gate', async () => {
  await prove(await model('base'), []);
});

test('a converted model needs a gate that names it, and so does each conversion before it', async () => {
  const base = await model('base');
  const merged = await model('merged', [{ role: 'base', digest: base }]);
  const small = await model('small', [{ role: 'model', digest: merged }]);
  await expect(prove(small, [])).rejects.toMatchObject({
    code: 'gate-failed',
    message: expect.stringContaining('small'),
    hint: expect.stringContaining('parity'),
  });
  const smallGate = await gate(small);
  await expect(prove(small, [smallGate])).rejects.toMatchObject({
    message: expect.stringContaining('merged'),
  });
  await expect(prove(small, [await gate(base), await gate(merged)])).rejects.toThrow('small');
  await prove(small, [await gate(merged), smallGate]);
});

test('a gate that an earlier step took counts from the lineage', async () => {
  const merged = await model('merged', [{ role: 'base', digest: await model('base') }]);
  const parents = [
    { role: 'model', digest: merged },
    { role: 'gates', digest: await gate(merged) },
  ];
  const small = await model('small', parents);
  await prove(small, [await gate(small)]);
});

test('a gate that did not pass refuses, and names the place', async () => {
  const base = await model('base');
  const failed = await gate(base, false);
  await expect(readPassedGates(bench.store, [await gate(base), failed])).rejects.toMatchObject({
    code: 'gate-failed',
    message: 'the gate "quantise" refused the model: logits: text "zh", position 3',
  });
  await expect(prove(base, [failed])).rejects.toMatchObject({ code: 'gate-failed' });
});
