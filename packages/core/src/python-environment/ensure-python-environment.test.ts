import { execFileSync } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensurePythonEnvironment, type PythonEnvironmentOptions } from './ensure-python-environment.ts';
import { readStamp, writeStamp } from './environment-stamp.ts';
import { findPython } from './find-python.ts';
import { installCpuTorch } from './install-torch.ts';
import { explainFailure, type Pip } from './pip.ts';
import { findTorchVersion, readRequirements } from './requirements.ts';

const hasPython = await findPython().then(
  () => true,
  () => false,
);

/** Writes the smallest wheel there is into a package index in a folder. */
const makeWheel = `
import sys, zipfile, pathlib
index, name, version = sys.argv[1:4]
# Indexes name folders by the normalised name (PEP 503).
folder = pathlib.Path(index) / name.replace("_", "-")
folder.mkdir(parents=True, exist_ok=True)
wheel = f"{name}-{version}-py3-none-any.whl"
info = f"{name}-{version}.dist-info"
with zipfile.ZipFile(folder / wheel, "w") as archive:
    archive.writestr(f"{name}.py", f"version = '{version}'\\n")
    archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    archive.writestr(f"{info}/RECORD", "")
(folder / "index.html").write_text(f'<a href="{wheel}">{wheel}</a>')
`;

describe.skipIf(!hasPython)('ensurePythonEnvironment', { timeout: 180_000 }, () => {
  let folder: string;
  let options: PythonEnvironmentOptions;
  const progress: string[] = [];
  let leftover = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-python-'));
    const sources = join(folder, 'worker');
    await mkdir(join(sources, 'own_worker'), { recursive: true });
    await writeFile(join(sources, 'own_worker/__init__.py'), 'word = "own"\n');
    await writeFile(join(sources, 'requirements.txt'), 'slipway_probe==1.0\n');
    await writeFile(join(sources, 'requirements-test.txt'), '-r requirements.txt\nslipway_extra==2.0\n');
    const { path } = await findPython();
    for (const [name, version] of Object.entries({ slipway_probe: '1.0', slipway_extra: '2.0' })) {
      execFileSync(path, ['-c', makeWheel, join(folder, 'index'), name, version]);
    }
    options = {
      environmentsDirectory: join(folder, 'environments'),
      name: 'probe',
      requirementsFiles: [join(sources, 'requirements.txt')],
      sourceDirectory: sources,
      indexUrl: pathToFileURL(join(folder, 'index')).toString(),
      onProgress: (line) => progress.push(line),
    };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (python: string, env: Record<string, string>, code: string) =>
    execFileSync(python, ['-c', code], { env, encoding: 'utf8' }).trim();

  it('leaves nothing when it is cancelled', async () => {
    const controller = new AbortController();
    const cancelled = ensurePythonEnvironment({
      ...options,
      signal: controller.signal,
      onProgress: (line) => {
        leftover ||= `${/ environment in (.*)$/.exec(line)?.[1]}-cut-off`;
        controller.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'attempt-cancelled' });
    expect(await readdir(options.environmentsDirectory)).toEqual([]);
    await mkdir(join(leftover, 'bin'), { recursive: true });
  });

  it('is made once by two at the same time, clears away what a killed process left, and is found again', async () => {
    const [first, second] = await Promise.all([
      ensurePythonEnvironment(options),
      ensurePythonEnvironment(options),
    ]);
    expect(second).toEqual(first);
    expect(progress.filter((line) => line.startsWith('Making a Python'))).toHaveLength(1);
    expect(progress.filter((line) => line.startsWith('Waiting for process'))).toHaveLength(1);
    expect(progress.some((line) => line.includes('slipway_probe') || line.includes('slipway-probe'))).toBe(
      true,
    );
    await expect(access(leftover)).rejects.toThrow();
    const code = 'import own_worker, slipway_probe; print(own_worker.word, slipway_probe.version)';
    expect(run(first.python, first.env, code)).toBe('own 1.0');
    progress.length = 0;
    expect(await ensurePythonEnvironment(options)).toEqual(first);
    expect(progress).toEqual([]);
  });

  it('adds what tests need to the same environment', async () => {
    const plain = await ensurePythonEnvironment(options);
    const additionalFiles = [join(options.sourceDirectory, 'requirements-test.txt')];
    const more = await ensurePythonEnvironment({ ...options, additionalFiles });
    expect(more.python).toBe(plain.python);
    expect(run(more.python, more.env, 'import slipway_extra; print(slipway_extra.version)')).toBe('2.0');
  });

  it('says what pip could not do, and keeps the environments there are', async () => {
    const before = await ensurePythonEnvironment(options);
    const file = join(folder, 'other.txt');
    await writeFile(file, 'slipway_nowhere==9\n');
    const failing = ensurePythonEnvironment({ ...options, requirementsFiles: [file] });
    await expect(failing).rejects.toMatchObject({
      code: 'python-environment-failed',
      message: expect.stringContaining('slipway_nowhere'),
      hint: expect.stringContaining('PIP_INDEX_URL'),
    });
    await expect(access(before.python)).resolves.toBeUndefined();
    const names = await readdir(options.environmentsDirectory);
    expect(names.filter((name) => name.endsWith('.lock'))).toEqual([]);
    expect(names).toHaveLength(2);
  });
});

describe('readStamp', () => {
  it('does not believe a stamp whose interpreter is gone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-stamp-'));
    try {
      const path = join(folder, 'probe.json');
      const directory = join(folder, 'probe-1');
      await mkdir(join(directory, 'bin'), { recursive: true });
      await writeFile(join(directory, 'bin/python'), '');
      const stamp = {
        format: 'slipway-environment/1',
        directory,
        pythonVersion: '3.11.7',
        additions: [],
      } as const;
      await writeStamp(path, { ...stamp, additions: [] });
      expect(await readStamp(path)).toEqual(stamp);
      await rm(join(directory, 'bin/python'));
      expect(await readStamp(path)).toBeUndefined();
      await writeFile(path, '{"format":');
      expect(await readStamp(path)).toBeUndefined();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('findPython', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-find-python-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const pretend = async (version: string, canMakeEnvironments: string) => {
    const path = join(folder, `python-${version}`);
    await writeFile(path, `#!/bin/sh\necho ${path}\necho ${version}\necho ${canMakeEnvironments}\n`);
    await chmod(path, 0o755);
    return path;
  };

  it('takes a named one that is right', async () => {
    const path = await pretend('3.12.1', 'True');
    expect(await findPython(path)).toEqual({ path, version: '3.12.1' });
  });

  it('says what is wrong with the one that was named', async () => {
    const refuse = (path: string) =>
      findPython(path).then(String, (error: { message: string; hint: string }) => error);
    expect(await refuse(await pretend('3.9.18', 'True'))).toMatchObject({
      code: 'python-missing',
      message: expect.stringContaining('too old; 3.10 to 3.13'),
    });
    expect(await refuse(await pretend('3.14.0', 'True'))).toMatchObject({
      code: 'python-missing',
      message: expect.stringContaining('too new; 3.10 to 3.13'),
    });
    expect(await refuse(await pretend('3.11.2', 'False'))).toMatchObject({
      code: 'python-missing',
      hint: expect.stringContaining('apt install python3-venv'),
    });
    expect(await refuse(join(folder, 'nothing'))).toMatchObject({
      code: 'python-missing',
      hint: expect.stringContaining('SLIPWAY_PYTHON'),
    });
  });
});

describe('installCpuTorch', () => {
  const choose = async (
    versions: string[],
    overrides: Partial<Parameters<typeof installCpuTorch>[0]> = {},
  ) => {
    const installed: string[] = [];
    const pip: Pip = {
      install: async (args) => void installed.push(args.join(' ')),
      listVersions: async () => versions,
    };
    const base = { pip, python: 'python3', version: '2.13.0', hasGpu: false, indexUrl: 'http://127.0.0.1:9' };
    return { from: await installCpuTorch({ ...base, ...overrides }), installed };
  };

  it.runIf(process.platform === 'linux')(
    "takes what the user's pip offers before anything else",
    async () => {
      expect(await choose(['2.13.0+cpu', '2.13.0'])).toEqual({ from: 'local', installed: [] });
      expect(await choose(['2.12.0+cpu', '2.13.0'])).toEqual({ from: 'plain', installed: [] });
    },
  );

  it('does not look for a CPU build where there is a GPU', async () => {
    expect(await choose(['2.13.0+cpu'], { hasGpu: true })).toEqual({ from: 'plain', installed: [] });
  });

  it.runIf(process.platform === 'linux' && hasPython)(
    'takes the index of CPU builds where it answers',
    async () => {
      const { createServer } = await import('node:http');
      const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
      try {
        await new Promise((resolve) => server.once('listening', resolve));
        const { port } = server.address() as { port: number };
        const indexUrl = `http://127.0.0.1:${port}/whl/cpu`;
        expect(await choose(['2.13.0'], { indexUrl, python: (await findPython()).path })).toEqual({
          from: 'cpu-index',
          installed: [`--no-deps --index-url ${indexUrl} torch==2.13.0`],
        });
      } finally {
        server.close();
      }
    },
  );
});

describe('requirements and failures', () => {
  it('reads the pinned torch', () => {
    expect(findTorchVersion('numpy==2\ntorch==2.13.0 # pinned\n')).toBe('2.13.0');
    expect(findTorchVersion('torchvision==1\n# torch==1\n')).toBeUndefined();
  });

  it('says which requirements cannot be read', async () => {
    await expect(readRequirements(['/no/such/file.txt'])).rejects.toMatchObject({
      code: 'python-environment-failed',
      message: expect.stringContaining('/no/such/file.txt'),
    });
  });

  it('tells a full disk from other failures', () => {
    const lines = ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device'];
    expect(explainFailure({ exitCode: 1, lines }, undefined).code).toBe('disk-full');
    const other = explainFailure(
      { exitCode: 1, lines: ['Collecting a', 'ERROR: No matching distribution'] },
      undefined,
    );
    expect(other).toMatchObject({ code: 'python-environment-failed', retryable: true });
    expect(other.message).toContain('No matching distribution');
    expect(other.message).not.toContain('Collecting');
  });
});
