import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LoadOptions, loadConfiguration } from './load-configuration.ts';

describe('loadConfiguration', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-configuration-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const load = (options: Partial<LoadOptions> = {}) =>
    loadConfiguration({ workingDirectory: folder, environment: { HOME: folder }, ...options });
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  const originOf = (explained: { name: string; origin: string }[], name: string) =>
    explained.find((one) => one.name === name)?.origin;
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => {
        throw new Error('was not refused');
      },
      (error: { code: string; message: string; hint: string }) => {
        expect(error.code).toBe('configuration-invalid');
        return `${error.message} | ${error.hint}`;
      },
    );

  it('has a default for everything that must be decided', async () => {
    const { configuration, explain } = await load();
    expect(configuration).toMatchObject({
      home: join(folder, '.slipway'),
      server: { host: '127.0.0.1', port: 4700 },
      gateway: { host: '127.0.0.1', port: 4701 },
      store: { kind: 'files' },
      database: {},
      currency: 'USD',
      environmentsDirectory: join(folder, '.slipway/environments'),
      downloadsDirectory: join(folder, '.slipway/downloads'),
    });
    expect(originOf(explain(), 'server.port')).toBe('default');
    expect(originOf(explain(), 'database.url')).toBe('not set');
  });

  it('lets the file win over defaults, the environment over the file, and flags over all', async () => {
    await write(
      'slipway.config.yaml',
      'home: /srv/file\nserver: {port: 1, host: 127.0.0.2}\ncurrency: CNY\n',
    );
    const { configuration, explain } = await load({
      environment: { HOME: folder, SLIPWAY_HOME: '/srv/environment', HF_ENDPOINT: '' },
      flags: { server: { port: 3 } },
    });
    expect(configuration).toMatchObject({
      home: '/srv/environment',
      server: { host: '127.0.0.2', port: 3 },
      currency: 'CNY',
      downloadsDirectory: '/srv/environment/downloads',
      file: join(folder, 'slipway.config.yaml'),
    });
    const explained = explain();
    expect(originOf(explained, 'home')).toBe('SLIPWAY_HOME');
    expect(originOf(explained, 'server.port')).toBe('flag');
    expect(originOf(explained, 'server.host')).toBe('slipway.config.yaml');
    expect(originOf(explained, 'gateway.port')).toBe('default');
    expect(originOf(explained, 'mirrors.hf')).toBe('not set');
  });

  it.each([
    [
      'ts',
      "import { defineConfig } from '@slipway/core';\nconst port: number = 5;\nexport default defineConfig({ server: { port } });",
    ],
    ['mjs', 'export default { server: { port: 5 } };'],
    ['js', 'module.exports = { server: { port: 5 } };'],
    ['json', '{"server": {"port": 5}}'],
    ['yml', 'server:\n  port: 5\n'],
  ])('reads slipway.config.%s', async (extension, text) => {
    await write(`slipway.config.${extension}`, text);
    expect((await load()).configuration.server.port).toBe(5);
  });

  it('reads a file that is named, and an empty one', async () => {
    await write('other.yaml', '');
    expect((await load({ file: 'other.yaml' })).configuration.file).toBe(join(folder, 'other.yaml'));
    expect(await refusal(load({ file: 'none.ts' }))).toContain(join(folder, 'none.ts'));
  });

  it('names the field, the value, what is allowed and the nearest right one', async () => {
    await write('slipway.config.json', '{"server": {"prot": 5}}');
    expect(await refusal(load())).toBe(
      'slipway.config.json: there is no field "prot" in "server"; allowed: host, port | Did you mean "port"?',
    );
    await write('slipway.config.json', '{"store": {"kind": "file"}}');
    expect(await refusal(load())).toBe(
      'slipway.config.json: "store.kind" is "file"; allowed: "files", "s3" | Did you mean "files"?',
    );
    await write('slipway.config.json', '{"server": {"port": 70000}}');
    expect(await refusal(load())).toContain('"server.port" is 70000; allowed: at most 65535');
    for (const part of ['server', 'gateway']) {
      await write('slipway.config.json', JSON.stringify({ [part]: { host: '0.0.0.0' } }));
      expect(await refusal(load())).toMatch(/"(server|gateway)\.host" is "0\.0\.0\.0"; allowed: .*ssh -L/);
    }
    await write('slipway.config.json', '{}');
    const environment = { HOME: folder, DATABASE_URL: 'mysql://x' };
    expect(await refusal(load({ environment }))).toContain(
      'DATABASE_URL: "database.url" is "mysql://x"; allowed:',
    );
  });

  it('refuses what cannot be read, two files at once, and secrets in a file', async () => {
    await write('slipway.config.json', '{"server": ');
    expect(await refusal(load())).toContain('slipway.config.json cannot be read');
    await write('slipway.config.yml', '');
    expect(await refusal(load())).toContain('slipway.config.json, slipway.config.yml');
    await rm(join(folder, 'slipway.config.json'));
    await write('slipway.config.yml', '- a list\n');
    expect(await refusal(load())).toContain('does not hold a configuration');
    await write('slipway.config.yml', 'secrets: {huggingFaceToken: hf_1}\n');
    expect(await refusal(load())).toContain('environment alone');
  });

  it('describes an S3 store, its keys from the environment', async () => {
    await write('slipway.config.yaml', 'store: {kind: s3, bucket: models, prefix: a/}\n');
    const environment = {
      HOME: folder,
      AWS_ENDPOINT_URL: 'http://minio:9000',
      AWS_ACCESS_KEY_ID: 'AKIA1',
      AWS_SECRET_ACCESS_KEY: 'verysecret',
    };
    const { configuration, explain } = await load({ environment });
    expect(configuration.store).toEqual({
      kind: 's3',
      bucket: 'models',
      prefix: 'a/',
      region: 'us-east-1',
      endpoint: 'http://minio:9000',
      isPathStyle: true,
      accessKeyId: 'AKIA1',
      secretAccessKey: 'verysecret',
      sessionToken: undefined,
    });
    const explained = explain();
    expect(JSON.stringify(explained)).not.toMatch(/AKIA1|verysecret/);
    expect(originOf(explained, 'store.secretAccessKey')).toBe('AWS_SECRET_ACCESS_KEY');
    await write('slipway.config.yaml', 'store: {kind: s3}\n');
    expect(await refusal(load())).toContain('"store.bucket" is missing');
  });

  it('says how documents in S3 are reached, also where the store lies in files', async () => {
    const environment = {
      HOME: folder,
      AWS_ENDPOINT_URL_S3: 'http://minio:9000',
      AWS_ACCESS_KEY_ID: 'AKIA1',
      AWS_SECRET_ACCESS_KEY: 'verysecret',
      HTTPS_PROXY: 'http://me:hunter2@proxy:3128',
    };
    const { configuration, explain } = await load({ environment });
    expect(configuration.store).toEqual({ kind: 'files' });
    expect(configuration.s3).toMatchObject({
      endpoint: 'http://minio:9000',
      isPathStyle: true,
      proxy: { url: 'http://me:hunter2@proxy:3128', noProxy: [] },
    });
    const explained = explain();
    expect(originOf(explained, 'store.endpoint')).toBe('AWS_ENDPOINT_URL_S3');
    expect(originOf(explained, 'store.accessKeyId')).toBe('AWS_ACCESS_KEY_ID');
    expect(JSON.stringify(explained)).not.toMatch(/AKIA1|verysecret|hunter2/);
  });

  it('masks passwords inside addresses', async () => {
    const environment = {
      HOME: folder,
      DATABASE_URL: 'postgres://me:hunter2@db/slipway',
      PIP_INDEX_URL: 'https://me:hunter2@mirror/simple',
      HF_TOKEN: 'hf_hunter2',
      https_proxy: 'proxy.corp:3128',
      NO_PROXY: 'localhost, .corp',
    };
    const { configuration, explain } = await load({ environment });
    expect(configuration.database.url).toContain('hunter2');
    expect(configuration.network).toEqual({
      proxyUrl: 'http://proxy.corp:3128',
      noProxy: ['localhost', '.corp'],
    });
    expect(JSON.stringify(explain())).not.toContain('hunter2');
  });

  it("follows the user's own pip and npm where nothing else is said", async () => {
    await write('.npmrc', 'fund=false\nregistry=https://npm.corp/\n');
    await write('pip.conf', '[global]\nindex-url = https://pip.corp/simple\n');
    const environment = { HOME: folder, PIP_CONFIG_FILE: join(folder, 'pip.conf') };
    const { configuration, explain } = await load({ environment });
    expect(configuration.mirrors).toEqual({ npm: 'https://npm.corp/', pypi: 'https://pip.corp/simple' });
    expect(originOf(explain(), 'mirrors.npm')).toBe(join(folder, '.npmrc'));
    const said = await load({ environment: { ...environment, PIP_INDEX_URL: 'https://other/simple' } });
    expect(said.configuration.mirrors.pypi).toBe('https://other/simple');
  });

  it('resolves paths from where the user stands, and is frozen', async () => {
    const flags = { home: 'state', python: 'bin/python3', downloadsDirectory: '~/shared' };
    const { configuration } = await load({ flags });
    expect(configuration).toMatchObject({
      home: join(folder, 'state'),
      python: join(folder, 'bin/python3'),
      downloadsDirectory: join(folder, 'shared'),
    });
    expect((await load({ flags: { python: 'python3.12' } })).configuration.python).toBe('python3.12');
    expect(() => {
      configuration.server.port = 1;
    }).toThrow(TypeError);
  });
});
