import { beforeAll, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { bytesInput } from './byte-input.ts';
import { csvReader } from './csv-source.ts';
import type { RecordResult } from './record.ts';

let kernels: Kernels;
beforeAll(async () => {
  kernels = await loadKernels();
});

async function read(text: string, options: { from?: number; maxRecordBytes?: number } = {}) {
  const { from = 0, maxRecordBytes = 1 << 20 } = options;
  const results: (RecordResult & { text?: string })[] = [];
  const limits = { maxRecordBytes };
  for await (const result of csvReader.read(bytesInput('prices.csv', new TextEncoder().encode(text)), {
    kernels,
    from,
    limits,
    tables: 'markdown',
  }))
    results.push(
      result.kind === 'record' ? { ...result, text: Buffer.from(result.bytes).toString('utf8') } : result,
    );
  return results;
}

test('a table without a column of text becomes a Markdown table with its header', async () => {
  const [table, ...others] = await read('port;price\nÅbo;"12|5"\n;\n"New\nHaven";3\n');
  expect(others).toEqual([]);
  expect(table).toMatchObject({ kind: 'record', name: 'prices.csv#11', contentType: 'text' });
  expect(table?.text).toBe('| port | price |\n| --- | --- |\n| Åbo | 12\\|5 |\n| New Haven | 3 |\n');
});

test('a long table becomes bounded pieces that each have the header, and reading goes on behind any of them', async () => {
  const rows = Array.from({ length: 5000 }, (_, at) => `port ${at},${at * 3},${'x'.repeat(at % 40)}`);
  const text = `name,price,note\n${rows.join('\n')}`;
  const pieces = await read(text);
  expect(pieces.length).toBeGreaterThan(5);
  for (const piece of pieces) {
    expect(piece.text?.startsWith('| name | price | note |\n| --- | --- | --- |\n')).toBe(true);
    expect(piece.text?.length).toBeLessThan(17_000);
  }
  const body = pieces.flatMap((piece) => piece.text?.trimEnd().split('\n').slice(2) ?? []);
  expect(body).toEqual(rows.map((row) => `| ${row.split(',').join(' | ')} |`));
  expect((await read(text, { from: pieces[2]?.end ?? 0 })).map(({ text }) => text)).toEqual(
    pieces.slice(3).map(({ text }) => text),
  );
});

test('a quote that is never closed is told, and what stood before it is kept', async () => {
  const results = await read('a,b\n1,2\n"3,4\n5,6\n');
  expect(results.map((one) => (one.kind === 'record' ? one.text : one.reason))).toEqual([
    '| a | b |\n| --- | --- |\n| 1 | 2 |\n',
    'corrupt-csv',
  ]);
  for (const nothing of ['a,b\n', ''])
    expect(await read(nothing)).toEqual([expect.objectContaining({ kind: 'set-aside', reason: 'empty' })]);
});
