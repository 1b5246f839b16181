import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CommandContext } from '../context/command-context.ts';
import { listPlanInputs } from './list-plan-inputs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-plan-inputs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('tells what of a folder is left out, with its reason or counted', async () => {
  for (const name of ['pier.md', 'pier.png', 'old.zip']) await writeFile(join(folder, name), 'A pier.');
  await symlink(join(folder, 'gone.md'), join(folder, 'lost.md'));
  const { files, leftOut, notes } = await listPlanInputs(folder, {} as CommandContext);
  expect(files.map(({ name }) => name)).toEqual(['pier.md']);
  expect(leftOut).toEqual({
    setAside: [{ path: 'lost.md', reason: 'symlink-broken', detail: 'a link that leads nowhere' }],
    numUnwanted: { '.png': 1, '.zip': 1 },
  });
  expect(notes.map(({ en }) => en)).toEqual([
    '2 files of other endings left alone: 1 .png, 1 .zip',
    'set aside: 1 symlink-broken (lost.md)',
  ]);
  expect(notes.map(({ zh }) => zh)).toEqual([
    '另有 2 个文件后缀不在读取之列，未读：.png 1 个、.zip 1 个',
    '搁置：链接失效 1 个（lost.md）',
  ]);
});
