/**
 * What may be configured, and the only home of its defaults.
 * Invariant: secrets come from the environment alone and are named in `secretFields`; what a user need not decide is not here.
 */
import { z } from 'zod';
import type { S3Connection } from '../s3/s3-client.ts';

const port = z.number().int().min(0).max(65535);
const path = z.string().min(1);
/** Plain HTTP with an administrator's cookie is for this machine alone. */
const loopback = z
  .string()
  .regex(
    /^(localhost|127(\.\d{1,3}){3}|::1)$/,
    'a loopback address (127.0.0.1, ::1 or localhost); reach it from elsewhere through `ssh -L` or a reverse proxy',
  )
  .default('127.0.0.1');
const endpoint = z.url({ protocol: /^https?$/, error: 'an http:// or https:// address' });

/** What a configuration file and flags may say. */
export const configurationInput = z.strictObject({
  /** Folder of all state. */
  home: path.default('~/.slipway'),
  server: z.strictObject({ host: loopback, port: port.default(4700) }).prefault({}),
  gateway: z.strictObject({ host: loopback, port: port.default(4701) }).prefault({}),
  store: z
    .strictObject({
      kind: z.enum(['files', 's3']).default('files'),
      bucket: z.string().min(1).optional(),
      /** Beginning of every key in the bucket. */
      prefix: z.string().default(''),
      /** Left out for Amazon's own. */
      endpoint: endpoint.optional(),
      region: z.string().min(1).default('us-east-1'),
      /** Whether the bucket is named in the path, as most servers but Amazon's want it. */
      isPathStyle: z.boolean().optional(),
    })
    .prefault({}),
  database: z
    .strictObject({
      /** PostgreSQL; the embedded database where left out. */
      url: z
        .string()
        .regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres://')
        .optional(),
    })
    .prefault({}),
  /** How much of the machine attempts may use; all of it where left out. */
  limits: z
    .strictObject({
      threads: z.number().int().positive().optional(),
      memoryBytes: z.number().int().positive().optional(),
    })
    .prefault({}),
  /** Where models and packages come from instead of the makers' own addresses. */
  mirrors: z
    .strictObject({
      hf: endpoint.optional(),
      modelscope: endpoint.optional(),
      pypi: endpoint.optional(),
      npm: endpoint.optional(),
    })
    .prefault({}),
  network: z
    .strictObject({
      proxyUrl: endpoint.optional(),
      /** Hosts that are reached without the proxy; `.corp` stands for all names that end so. */
      noProxy: z.array(z.string()).default([]),
    })
    .prefault({}),
  /** ISO 4217 code of all prices. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, such as USD')
    .default('USD'),
  /** Interpreter that worker environments are made with; found where left out. */
  python: path.optional(),
  /** Chromium for tests; found where left out. */
  chromium: path.optional(),
  /** `environments` in the home where left out. */
  environmentsDirectory: path.optional(),
  /** `downloads` in the home where left out. */
  downloadsDirectory: path.optional(),
});

const secrets = z
  .strictObject({
    huggingFaceToken: z.string().optional(),
    s3AccessKeyId: z.string().optional(),
    s3SecretAccessKey: z.string().optional(),
    s3SessionToken: z.string().optional(),
  })
  .prefault({});

/** What all sources together may say. */
export const configurationSchema = configurationInput.extend({ secrets });

/** What `defineConfig` takes. */
export type ConfigurationInput = z.input<typeof configurationInput>;
/** What all sources together came to, before paths are resolved. */
export type ParsedConfiguration = z.output<typeof configurationSchema>;

export interface S3Settings extends S3Connection {
  kind: 's3';
  bucket: string;
  prefix: string;
}

/** The resolved configuration: everything decided, paths absolute, frozen. */
export interface Configuration extends Omit<ParsedConfiguration, 'store'> {
  store: { kind: 'files' } | S3Settings;
  /** How S3 is reached, for the store where it lies there and for documents that do. */
  s3: S3Connection;
  environmentsDirectory: string;
  downloadsDirectory: string;
  /** The configuration file that was read, where there is one: child processes are to read the same. */
  file?: string | undefined;
}

/** Environment variables that are read, in order of preference, with the field each sets. */
export const environmentFields: readonly { variables: readonly string[]; field: string }[] = [
  { variables: ['SLIPWAY_HOME'], field: 'home' },
  { variables: ['DATABASE_URL'], field: 'database.url' },
  { variables: ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'], field: 'store.endpoint' },
  { variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'], field: 'store.region' },
  { variables: ['AWS_ACCESS_KEY_ID'], field: 'secrets.s3AccessKeyId' },
  { variables: ['AWS_SECRET_ACCESS_KEY'], field: 'secrets.s3SecretAccessKey' },
  { variables: ['AWS_SESSION_TOKEN'], field: 'secrets.s3SessionToken' },
  { variables: ['HF_TOKEN'], field: 'secrets.huggingFaceToken' },
  { variables: ['HF_ENDPOINT'], field: 'mirrors.hf' },
  { variables: ['MODELSCOPE_ENDPOINT'], field: 'mirrors.modelscope' },
  { variables: ['PIP_INDEX_URL'], field: 'mirrors.pypi' },
  { variables: ['NPM_CONFIG_REGISTRY', 'npm_config_registry'], field: 'mirrors.npm' },
  {
    variables: ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'],
    field: 'network.proxyUrl',
  },
  { variables: ['NO_PROXY', 'no_proxy'], field: 'network.noProxy' },
  { variables: ['SLIPWAY_PYTHON'], field: 'python' },
  { variables: ['CHROMIUM_PATH'], field: 'chromium' },
  { variables: ['SLIPWAY_ENVIRONMENTS'], field: 'environmentsDirectory' },
  { variables: ['SLIPWAY_DOWNLOADS'], field: 'downloadsDirectory' },
];
