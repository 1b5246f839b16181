/** Faults planted in a conversion are refused by the gate that stands behind it, and the refusal names the place. */
import { existsSync } from 'node:fs';
import { stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest, GateCheck } from '@slipway/contracts';
import { parity, quantisation } from '@slipway/stages';
import { convertGguf, type WritableType } from '@slipway/weights';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GateBench, type Hosted, openGateBench } from './gate-bench.ts';
import {
  type Fault,
  ggufRow,
  plantFault,
  reorderRows,
  replaceTexts,
  replaceValue,
  scaleTensor,
} from './planted-faults.ts';
import { writeTinyProbeModel } from './tiny-probe-model.ts';

// Minutes on the real model; the tiny one shows the same faults in every run.
const realModel = process.env.SLIPWAY_TEST_LONG ? process.env.SLIPWAY_TEST_MODEL : undefined;
const hasRealModel = realModel !== undefined && existsSync(realModel);
if (!hasRealModel)
  console.warn(
    'skipped: set SLIPWAY_TEST_LONG=1 and SLIPWAY_TEST_MODEL, the starter’s GGUF file, to plant faults in it too',
  );

const behaviourChecks = ['token-ids', 'chat-template', 'logits-mean', 'logits', 'bits-per-byte', 'engine'];
const mergesKey = 'tokenizer.ggml.merges';
const tokensKey = 'tokenizer.ggml.tokens';

interface Planted {
  readonly what: string;
  readonly fault: Fault;
  /** What the refusal must say. */
  readonly place: RegExp;
  /** The check of behaviour that finds it without looking at the file; absent where the model does as before. */
  readonly behaviour?: string;
}

interface Subject {
  readonly headSize: number;
  /** Type of the reference and of what is made of it. */
  readonly types: readonly [WritableType, WritableType];
  /** Indices of two merges. */
  readonly merges: readonly [number, number];
  /** Whether the fixed texts hold what the order of those two decides. */
  readonly isOrderHeard: boolean;
  readonly token: string;
}

function exchange(texts: string[], [a, b]: readonly [number, number]): void {
  [texts[a], texts[b]] = [texts[b] as string, texts[a] as string];
}

function listFaults({ headSize, merges, isOrderHeard, token }: Subject): Planted[] {
  return [
    {
      what: 'the rows of one attention weight in another order',
      fault: reorderRows(
        (name) => name === 'blk.1.attn_q.weight',
        (row, numRows) => (row + 1) % numRows,
      ),
      place: /tensor blk\.1\.attn_q\.weight, row 0: it holds row 1: rows are in another order/,
      behaviour: 'logits',
    },
    {
      what: 'two rows of one attention weight exchanged',
      fault: reorderRows(
        (name) => name === 'blk.1.attn_v.weight',
        (row) => ({ 17: 30, 30: 17 })[row] ?? row,
      ),
      place: /tensor blk\.1\.attn_v\.weight, row 17: it holds row 30: .* \(2 of \d+ rows differ/,
    },
    {
      what: 'the permutation of queries and keys forgotten',
      fault: reorderRows(
        (name) => /attn_[qk]\.weight$/.test(name),
        (row) => ggufRow(row, headSize),
      ),
      place: /tensor blk\.0\.attn_[qk]\.weight, row 1: it holds row 2: rows are in another order/,
      behaviour: 'logits',
    },
    {
      what: 'a wrong rope base',
      fault: replaceValue('llama.rope.freq_base', (value) => ({
        type: 'float32',
        value: Number(value.value) / 10,
      })),
      place: /metadata llama\.rope\.freq_base: \d+ became \d+/,
      behaviour: 'logits',
    },
    {
      what: 'one character of the chat template',
      fault: replaceValue('tokenizer.chat_template', (value) => ({
        type: 'string',
        value: String(value.value).replace('<|im_start|>assistant', '<|im_start|>Assistant'),
      })),
      place: /metadata tokenizer\.chat_template, line \d+, character \d+.*assistant.* became .*Assistant/,
      behaviour: 'chat-template',
    },
    {
      what: 'two merges exchanged',
      fault: replaceTexts(mergesKey, (texts) => exchange(texts, merges)),
      place: new RegExp(`metadata ${mergesKey}, element ${merges[0]}: .* \\(2 of \\d+ elements differ\\)`),
      ...(isOrderHeard ? { behaviour: 'token-ids' } : {}),
    },
    {
      what: 'one wrong merge',
      fault: replaceTexts(mergesKey, (texts) => texts.splice(merges[0], 1, 'z z')),
      place: new RegExp(`metadata ${mergesKey}, element ${merges[0]}: ".*" became "z z" \\(1 of`),
      behaviour: 'token-ids',
    },
    {
      what: 'a token renamed',
      fault: replaceTexts(tokensKey, (texts) => texts.splice(texts.indexOf(token), 1, 'ĠxXx')),
      place: new RegExp(`metadata ${tokensKey}, element \\d+: "${token}" became "ĠxXx"`),
      behaviour: 'token-ids',
    },
    {
      what: 'a token named like another, on which llama.cpp ends its process',
      fault: replaceTexts(tokensKey, (texts) => texts.splice(texts.indexOf(token), 1, 'a')),
      place: new RegExp(`metadata ${tokensKey}, element \\d+: "${token}" became "a"`),
      behaviour: 'engine',
    },
    {
      what: 'a norm scaled',
      fault: scaleTensor('blk.1.attn_norm.weight', 3),
      place: /tensor blk\.1\.attn_norm\.weight, row 0: its values differ/,
      behaviour: 'logits',
    },
    {
      what: 'a tensor cut short',
      fault: {
        numRows: ({ name, shape }) =>
          name === 'blk.1.ffn_up.weight' ? (shape[0] as number) - 32 : undefined,
      },
      place: /tensor blk\.1\.ffn_up\.weight has shape/,
    },
  ];
}

function expectRefusal(hosted: Hosted, place: RegExp): GateCheck[] {
  expect(hosted.exitCode).toBe(1);
  expect(hosted.outputs).toBeUndefined();
  expect(hosted.error).toMatchObject({
    code: 'gate-failed',
    retryable: false,
    hint: expect.stringMatching(/not promoted/),
  });
  expect(hosted.error?.message).toMatch(place);
  expect(hosted.error?.message).not.toContain('    at ');
  expect(hosted.report).toMatchObject({ handover: 'quantise', passed: false });
  return hosted.report?.checks ?? [];
}

function proveGate(subject: Subject, writeBase: (path: string) => Promise<unknown>): void {
  let bench: GateBench;
  let reference: Digest;
  let soundPath: string;

  beforeAll(async () => {
    bench = await openGateBench();
    const [basePath, referencePath] = [join(bench.folder, 'base.gguf'), join(bench.folder, 'reference.gguf')];
    soundPath = join(bench.folder, 'sound.gguf');
    await writeBase(basePath);
    await convertGguf(basePath, referencePath, { type: subject.types[0] });
    await convertGguf(referencePath, soundPath, { type: subject.types[1] });
    reference = await bench.commit('model', { 'model.gguf': referencePath });
  }, 120_000);
  afterAll(() => bench?.dispose());

  const prove = async (path: string) => {
    const model = await bench.commit('model', { 'model.gguf': path });
    return bench.host({ stage: parity, spec: { handover: 'quantise' }, inputs: { reference, model } });
  };

  it('passes the sound conversion', { timeout: 180_000 }, async () => {
    const { exitCode, outputs, report, reportDigest } = await prove(soundPath);
    expect({ exitCode, failed: report?.checks.filter((one) => !one.passed) }).toEqual({
      exitCode: 0,
      failed: [],
    });
    expect(report?.checks.map((one) => one.name)).toEqual(
      expect.arrayContaining(behaviourChecks.slice(0, 5)),
    );
    expect(report?.numPositions).toBeGreaterThan(300);
    expect(outputs).toEqual({ report: reportDigest });
  });

  it.each(listFaults(subject))('refuses $what', { timeout: 180_000 }, async ({ fault, place, behaviour }) => {
    const path = join(bench.folder, 'faulty.gguf');
    await plantFault(soundPath, path, fault);
    const hosted = await prove(path);
    const checks = expectRefusal(hosted, place);
    const failed = checks.filter((one) => !one.passed).map((one) => one.name);
    if (behaviour !== undefined) expect(failed).toContain(behaviour);
    await expectNothingBehind(bench, hosted);
  });

  it('refuses a file that breaks off, and says in which tensor', { timeout: 60_000 }, async () => {
    const path = join(bench.folder, 'truncated.gguf');
    await plantFault(soundPath, path, {});
    await truncate(path, (await stat(path)).size - 1000);
    const checks = expectRefusal(
      await prove(path),
      /file-tensors: the file has \d+ bytes, tensor \S+ would end at \d+/,
    );
    expect(checks.map((one) => one.name)).toEqual(['file-tensors']);
  });
}

/** What takes the report of a gate that refused does not begin. */
async function expectNothingBehind(bench: GateBench, { report, reportDigest }: Hosted): Promise<void> {
  const inputs = { model: report?.model as Digest, gates: [reportDigest as Digest] };
  const next = await bench.host({ stage: quantisation, spec: { scheme: 'q8_0' }, inputs });
  expect(next.error).toMatchObject({ code: 'gate-failed' });
  expect(next.messages.some((one) => one.type === 'artifact-made')).toBe(false);
}

describe('faults planted in a tiny model', () => {
  proveGate(
    { headSize: 16, types: ['f32', 'f16'], merges: [0, 4], isOrderHeard: false, token: 'Ġthe' },
    writeTinyProbeModel,
  );
});

describe.skipIf(!hasRealModel)('faults planted in the starter', () => {
  proveGate(
    { headSize: 64, types: ['f16', 'q8_0'], merges: [0, 40_000], isOrderHeard: true, token: 'Ġthe' },
    (path) => convertGguf(realModel as string, path, { type: 'f16' }),
  );
});
