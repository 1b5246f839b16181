/** `slipway up` while a command in another terminal works with a server of its own: it says whom it waits for, and serves once that has ended. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSlipway, type Slipway } from './run-slipway.ts';

let slipway: Slipway;
beforeAll(async () => {
  slipway = await openSlipway();
  await mkdir(join(slipway.folder, 'docs'));
  for (const name of ['one', 'two'])
    await writeFile(join(slipway.folder, 'docs', `${name}.md`), `# ${name}\n\nWords of the harbour.\n`);
});
afterAll(() => slipway?.dispose());

it('waits for the command that holds the home', { timeout: 300_000 }, async () => {
  const command = await slipway.start(['data', 'run', './docs', '--quality', 'none'], /started/);
  const up = await slipway.start(['up', '--port', '0', '--json'], /has held this home/);
  expect(up.line).toMatch(new RegExp(`^.slipway data run. \\(process ${command.child.pid}\\).*Ctrl-C`));
  const serving = new Promise<void>((resolve) => {
    up.child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('"url"')) resolve();
    });
  });
  expect((await command.ended).exitCode).toBe(0);
  await serving;
  const record: unknown = JSON.parse(await readFile(join(slipway.home, 'server.json'), 'utf8'));
  expect(record).toMatchObject({ process: { pid: up.child.pid } });
  expect(record).not.toHaveProperty('forCommand');
  const ended = await up.stop();
  expect(ended.exitCode).toBe(0);
  expect(ended.errors.match(/has held this home/g)).toHaveLength(1);
});
