import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prose } from './__fixtures__/pipeline-input.ts';
import { openScanTools } from './open-scan-tools.ts';
import { defaultPipelineRecipe } from './pipeline-recipe.ts';
import { planUnits, type Unit } from './plan-units.ts';
import { findFormat } from './read-piece.ts';
import { scanUnit } from './scan-unit.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-meter-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what is told of packed and plain files adds up to their size, and never goes beyond it', async () => {
  const lines = Array.from({ length: 60 }, (_, at) => JSON.stringify({ text: prose(at).repeat(5) })).join(
    '\n',
  );
  const contents = { 'packed.jsonl.gz': gzipSync(lines), 'plain.jsonl': lines, 'page.md': prose(1) };
  const files = [];
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder, name);
    await writeFile(path, content);
    const { size: numBytes } = await stat(path);
    const format = findFormat(name) ?? { format: 'text', isSplittable: false };
    files.push({ path, name, ...format, numBytes, version: '1' });
  }
  const units = planUnits(files, 20_000);
  const tools = await openScanTools(defaultPipelineRecipe, {});
  const scan = async (unit: Unit) => {
    const told: number[] = [];
    await scanUnit(unit, { folder, key: 'a', tools, onProgress: (numBytes) => told.push(numBytes) });
    return told;
  };
  expect(units.length).toBeGreaterThan(2);
  for (const unit of units) {
    const told = await scan(unit);
    expect(Math.min(...told)).toBeGreaterThan(0);
    expect(told.reduce((sum, numBytes) => sum + numBytes, 0)).toBe(unit.numBytes);
  }
});
