/**
 * Resolves the configuration: defaults < the user's pip and npm < configuration file < environment < flags.
 * Invariant: the result is whole, its paths absolute, and frozen; every value knows its origin.
 */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { describeSpecIssue } from '../runs/spec-issue.ts';
import { findConfigurationFile, readConfigurationFile } from './configuration-file.ts';
import { type ConfigurationLayer, flattenFields, mergeLayers } from './configuration-layer.ts';
import {
  type Configuration,
  type ConfigurationInput,
  configurationSchema,
  type ParsedConfiguration,
} from './configuration-schema.ts';
import { readEnvironmentLayers } from './environment-layer.ts';
import { type ExplainedValue, explainConfiguration } from './explain-configuration.ts';
import { readPackageMirrors } from './package-mirrors.ts';
import { readEnvironment } from './read-environment.ts';

export interface LoadOptions {
  /** Where the user stands. */
  workingDirectory: string;
  /** A configuration file other than `slipway.config.*` there. */
  file?: string | undefined;
  /** What flags said, nested as in the file. */
  flags?: Partial<ConfigurationInput>;
  /** The process's own where left out. */
  environment?: Readonly<Record<string, string | undefined>>;
}

export interface LoadedConfiguration {
  configuration: Configuration;
  /** Each value with its origin, secrets masked. */
  explain(): ExplainedValue[];
}

/** @throws SlipwayError `configuration-invalid` naming field, value, what is allowed and the nearest right name */
export async function loadConfiguration(options: LoadOptions): Promise<LoadedConfiguration> {
  const { workingDirectory, environment = readEnvironment() } = options;
  const userHome = environment.HOME || homedir();
  const file = findConfigurationFile(workingDirectory, options.file);
  const layers: ConfigurationLayer[] = [
    ...(await readPackageMirrors({ userHome, workingDirectory, environment })),
    ...(file === undefined ? [] : [withoutSecrets(await readConfigurationFile(file))]),
    ...readEnvironmentLayers(environment),
    { origin: 'flag', values: flattenFields(options.flags ?? {}) },
  ];
  const { values, origins } = mergeLayers(layers);
  const parsed = configurationSchema.safeParse(values);
  if (!parsed.success) throw explainIssue(parsed.error.issues, values, origins);
  const absolute = (path: string) => toAbsolute(path, workingDirectory, userHome);
  const home = absolute(parsed.data.home);
  const { python, chromium } = parsed.data;
  const configuration: Configuration = deepFreeze({
    ...parsed.data,
    home,
    store: toStore(parsed.data),
    s3: toConnection(parsed.data),
    environmentsDirectory: absolute(parsed.data.environmentsDirectory ?? join(home, 'environments')),
    downloadsDirectory: absolute(parsed.data.downloadsDirectory ?? join(home, 'downloads')),
    ...(python !== undefined && { python: toCommand(python, absolute) }),
    ...(chromium !== undefined && { chromium: toCommand(chromium, absolute) }),
    ...(file !== undefined && { file }),
  });
  return { configuration, explain: () => explainConfiguration(configuration, origins) };
}

function withoutSecrets(layer: ConfigurationLayer): ConfigurationLayer {
  const secret = Object.keys(layer.values).find((field) => field.split('.')[0] === 'secrets');
  if (secret === undefined) return layer;
  throw new SlipwayError({
    code: 'configuration-invalid',
    message: `"${secret}" stands in ${layer.origin}; secrets are read from the environment alone`,
    hint: 'Set HF_TOKEN, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, in the environment instead.',
  });
}

function explainIssue(
  issues: Parameters<typeof describeSpecIssue>[0][],
  values: Record<string, unknown>,
  origins: Record<string, string>,
): SlipwayError {
  const issue = issues[0];
  if (!issue)
    throw new SlipwayError({ code: 'internal', message: 'a configuration without a fault was refused' });
  const { message, hint } = describeSpecIssue(issue, configurationSchema, values);
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = [...issue.path, ...(unknown === undefined ? [] : [unknown])].map(String).join('.');
  const origin = Object.entries(origins).find(
    ([name]) => name === field || name.startsWith(`${field}.`),
  )?.[1];
  return new SlipwayError({
    code: 'configuration-invalid',
    message: origin === undefined ? message : `${origin}: ${message}`,
    hint,
  });
}

function toStore(parsed: ParsedConfiguration): Configuration['store'] {
  const { store } = parsed;
  if (store.kind === 'files') return { kind: 'files' };
  if (store.bucket === undefined) {
    throw new SlipwayError({
      code: 'configuration-invalid',
      message: '"store.bucket" is missing; a store of kind "s3" needs one',
      hint: 'Give "store.bucket": the name of the bucket.',
    });
  }
  return { kind: 's3', bucket: store.bucket, prefix: store.prefix, ...toConnection(parsed) };
}

function toConnection({ store, secrets, network }: ParsedConfiguration): Configuration['s3'] {
  return {
    region: store.region,
    endpoint: store.endpoint,
    // Servers other than Amazon's seldom have a name for each bucket.
    isPathStyle: store.isPathStyle ?? store.endpoint !== undefined,
    accessKeyId: secrets.s3AccessKeyId,
    secretAccessKey: secrets.s3SecretAccessKey,
    sessionToken: secrets.s3SessionToken,
    ...(network.proxyUrl !== undefined && { proxy: { url: network.proxyUrl, noProxy: network.noProxy } }),
  };
}

function toAbsolute(path: string, workingDirectory: string, userHome: string): string {
  if (path === '~' || path.startsWith('~/')) return join(userHome, path.slice(1));
  return isAbsolute(path) ? path : resolve(workingDirectory, path);
}

/** A bare name is looked up on the PATH by whoever runs it. */
function toCommand(command: string, absolute: (path: string) => string): string {
  return command.includes('/') || command.startsWith('~') ? absolute(command) : command;
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
