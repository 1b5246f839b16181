import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Digest } from '@slipway/contracts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectGarbage } from './collect-garbage.ts';
import { openFileStore } from './file-store.ts';

const numKills = 12;
const maxLifeMs = 900;

/** Commits artifacts that share files, large and small, and says each digest once `commit` has returned. */
const writer = `
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openFileStore } from ${JSON.stringify(fileURLToPath(new URL('../../dist/store/file-store.js', import.meta.url)))};
const store = openFileStore(process.argv[1]);
const seed = Number(process.argv[2]);
console.log('begun');
for (let number = 0; ; number += 1) {
  const draft = await store.draft();
  await writeFile(join(draft.directory, 'large.bin'), Buffer.alloc(300_000 + ((seed + number) % 7) * 50_000, seed + number));
  for (let file = 0; file < 12; file += 1) await draft.writeFile('part/' + file + '.txt', 'file ' + (file % 5) + ' of ' + (seed + (number % 4)));
  console.log(await draft.commit({
    kind: 'dataset', name: 'kill', stage: 'kill', stageVersion: '1', spec: { number: number % 9, seed }, parents: [], licences: [], facts: {},
  }));
}`;

describe('file store under SIGKILL', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-store-kill-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('never shows a broken artifact, and keeps every one that was committed', {
    timeout: 180_000,
  }, async () => {
    const store = openFileStore(folder);
    const promised = new Set<string>();
    const lives = fc.sample(fc.tuple(fc.nat(255), fc.nat(maxLifeMs)), { numRuns: numKills, seed: 11 });
    for (const [seed, lifeMs] of lives) {
      for (const artifact of await commitAndKill(folder, seed, lifeMs)) promised.add(artifact);
      const visible = new Set<string>();
      for await (const artifact of store.list()) {
        visible.add(artifact);
        expect(await store.verify(artifact), `seed ${seed}, killed after ${lifeMs} ms`).toEqual([]);
        expect(await store.has(artifact)).toBe(true);
      }
      for (const artifact of promised) expect(visible).toContain(artifact);
    }
    expect(promised.size).toBeGreaterThan(0);
    await store.sweepDrafts({ olderThanMs: 0 });
    expect(await readdir(join(folder, 'drafts'))).toEqual([]);
    const now = () => Date.now() + 60_000;
    await collectGarbage({ store, roots: [...promised] as Digest[], graceMs: 0, now });
    for (const artifact of promised) expect(await store.verify(artifact as Digest)).toEqual([]);
  });
});

/** @param lifeMs time from the first draft to the kill */
async function commitAndKill(directory: string, seed: number, lifeMs: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer, directory, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  await once(lines, 'line');
  lines.on('line', (line) => said.push(line));
  await new Promise((resolve) => setTimeout(resolve, lifeMs));
  child.kill('SIGKILL');
  const [code, signal] = await exited;
  expect([code, signal]).toEqual([null, 'SIGKILL']);
  // A half-written last line promises nothing.
  return said.filter((line) => /^sha256:[0-9a-f]{64}$/.test(line));
}
