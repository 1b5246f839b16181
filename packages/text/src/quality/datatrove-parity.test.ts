import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { createDocumentMeter, type DocumentMeter } from '../statistics/measure-document.ts';
import { c4Quality } from './rules/c4-quality.ts';
import { finewebQuality } from './rules/fineweb-quality.ts';
import { gopherQuality } from './rules/gopher-quality.ts';
import { gopherRepetition } from './rules/gopher-repetition.ts';

const fixture = new URL('./__fixtures__/datatrove-verdicts.jsonl', import.meta.url);
const [, ...cases] = readFileSync(fixture, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, string>);

const rules = {
  'gopher-quality': gopherQuality(),
  'gopher-repetition': gopherRepetition(),
  'c4-quality': c4Quality(),
  'c4-quality-loose': c4Quality({ needsTerminalMark: false }),
  'fineweb-quality': finewebQuality(),
};

let kernels: Kernels;
let meter: DocumentMeter;
beforeAll(async () => {
  kernels = await loadKernels();
  meter = createDocumentMeter(kernels);
});

function withDocument<T>(text: string, use: (pointer: number, length: number) => T): T {
  const mark = kernels.mark();
  const bytes = new TextEncoder().encode(text);
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const result = use(pointer, bytes.length);
  kernels.release(mark);
  return result;
}

function keptText(text: string, isStrict: boolean): string {
  return withDocument(text, (pointer, length) => {
    const out = kernels.reserve(length + 16);
    const written = meter.keepLines(pointer, length, { out, isStrict });
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(kernels.bytes().slice(out, out + written));
  });
}

describe.each(Object.entries(rules))('%s', (name, rule) => {
  test('gives the verdict and the reason that datatrove gives', () => {
    expect(cases.length).toBeGreaterThan(200);
    for (const { text = '', [name]: wanted } of cases) {
      const verdict = withDocument(text, (pointer, length) => rule.judge(meter.measure(pointer, length)));
      expect([text, verdict.isKept ? 'keep' : verdict.reason]).toEqual([text, wanted]);
    }
  });

  test('the fixture has documents that are kept and several reasons', () => {
    const verdicts = new Set(cases.map((one) => one[name]));
    expect(verdicts.has('keep')).toBe(true);
    expect(verdicts.size).toBeGreaterThan(3);
  });
});

test('the text that C4 leaves is that of datatrove', () => {
  for (const { text = '', ...wanted } of cases) {
    if (wanted['c4-quality'] === 'keep') expect(keptText(text, true)).toBe(wanted['c4-quality-text']);
    if (wanted['c4-quality-loose'] === 'keep')
      expect(keptText(text, false)).toBe(wanted['c4-quality-loose-text']);
  }
});
