/** A tokenizer and tokens by commands, on the repository's own pages in English and Chinese. */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EncodedText, RunPlan, TokenizerReport, TokensManifest } from '@slipway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSlipway, type Slipway } from './run-slipway.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const pages = [
  'README.md',
  'README.zh-CN.md',
  'docs/recipes.md',
  'docs/recipes.zh-CN.md',
  'docs/glossary.md',
];

describe('tokens by commands', { timeout: 240_000 }, () => {
  let slipway: Slipway;
  let server: Awaited<ReturnType<Slipway['start']>>;
  beforeAll(async () => {
    slipway = await openSlipway();
    await mkdir(join(slipway.folder, 'docs'));
    for (const page of pages)
      await copyFile(join(root, page), join(slipway.folder, 'docs', page.replaceAll('/', '-')));
    server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
    expect(
      (await slipway.run('data', 'run', './docs', '--name', 'dataset', '--quality', 'none')).exitCode,
    ).toBe(0);
    const trained = await slipway.run('tokenizer', 'train', 'dataset', '--vocabulary', '1200');
    expect(trained.output).toMatch(/^1\s200 tokens, .*o200k/);
  }, 240_000);
  afterAll(async () => {
    await server?.stop();
    await slipway?.dispose();
  });

  it('shows a tokenizer to programs and to Chinese readers', async () => {
    const { last } = await slipway.runJson('tokenizer', 'show', 'tokenizer');
    const { report } = last as { report: TokenizerReport };
    expect(report).toMatchObject({ origin: 'trained', numVocabulary: 1200 });
    const chinese = await openSlipway({ home: slipway.home, environment: { LC_ALL: 'zh_CN.UTF-8' } });
    expect((await chinese.run('tokenizer', 'show', 'tokenizer')).output).toMatch(/合并规则.*切分方式/);
    await chinese.dispose();
  });

  it('shows the tokens of a text in both languages, each byte in its place', async () => {
    const text = 'Your model 你的模型 <|endoftext|>';
    const { last } = await slipway.runJson('tokenizer', 'encode', text);
    const { tokens, isRestored, numBytes } = last as EncodedText;
    expect({ isRestored, numBytes }).toEqual({ isRestored: true, numBytes: Buffer.byteLength(text) });
    expect(tokens.at(-1)).toEqual({
      id: 0,
      text: '<|endoftext|>',
      start: numBytes - 13,
      end: numBytes,
      isSpecial: true,
    });
    for (const [place, { start }] of tokens.entries()) expect(start).toBe(tokens[place - 1]?.end ?? 0);
    const { output } = await slipway.run('tokenizer', 'encode', '模型');
    expect(output).toMatch(/"模型"\n\n6 bytes in 1 tokens/);
  });

  it('plans, makes and lays out tokens, whose lineage leads to the documents', async () => {
    const asked = ['data', 'tokens', 'dataset', '--tokenizer', 'tokenizer', '--sequence', '128'];
    const { last: plan } = await slipway.runJson(...asked, '--dry-run');
    expect((plan as RunPlan).steps).toMatchObject([{ stage: 'tokens', isMade: false }]);
    const out = join(slipway.folder, 'out');
    const { last } = await slipway.runJson(...asked, '--format', 'megatron', '--output', out);
    const { manifest, leftAside } = last as { manifest: TokensManifest; leftAside: unknown };
    expect(leftAside).toEqual({ numDocuments: pages.length, numAside: pages.length - manifest.numDocuments });
    expect(manifest).toMatchObject({ fileFormat: 'megatron', packing: { sequenceTokens: 128 } });
    expect(await readdir(join(out, 'files'))).toEqual(['tokens-00000.bin', 'tokens-00000.idx']);
    const { output } = await slipway.run('data', 'show-tokens', 'tokens');
    expect(output).toMatch(/1\.00 +100\.00 %/);
    const trace = (await slipway.run('trace', 'tokens')).output;
    for (const word of ['tokens', 'tokenizer', 'dataset', 'documents'])
      expect(trace).toMatch(`${word} sha256:`);
  });

  it.each([
    [['data', 'tokens', 'dataset', '--tokenizer', 'tokenizer', '--weights', '1,2'], /is no --weights/],
    [['data', 'tokens', 'dataset'], /no tokenizer is given/],
    [['tokenizer', 'train', 'dataset', '--vocabulary', '12'], /vocabularySize/],
    [['tokenizer', 'take', 'harbour'], /nor a model called "harbour"/],
    [['tokenizer', 'encode', 'text', '--tokenizer', 'dataset'], /is a dataset, which has no tokenizer/],
  ])('refuses %j', async (args, reason) => {
    const { exitCode, errors, output } = await slipway.run(...args);
    expect(exitCode).toBe(1);
    expect(errors + output).toMatch(reason);
  });
});
