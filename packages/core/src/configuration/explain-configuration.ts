/**
 * The configuration for people: each value with where it comes from.
 * Invariant: secrets, and passwords inside addresses, are masked.
 */
import { maskPassword } from '../database/open-postgresql.ts';
import { flattenFields } from './configuration-layer.ts';
import type { Configuration } from './configuration-schema.ts';

export interface ExplainedValue {
  /** Dotted: `server.port`. */
  name: string;
  value: unknown;
  /** A file, a variable, `flag`, `default`, or `not set`. */
  origin: string;
}

/** Fields that have no value unless someone gives one, listed all the same. */
const optionalFields = [
  'database.url',
  'limits.threads',
  'limits.memoryBytes',
  'mirrors.hf',
  'mirrors.modelscope',
  'mirrors.pypi',
  'mirrors.npm',
  'network.proxyUrl',
  'python',
  'chromium',
  'secrets.huggingFaceToken',
];

/** Fields of the S3 store whose value was given under another name. */
const secretOrigins: Record<string, string> = {
  'store.accessKeyId': 'secrets.s3AccessKeyId',
  'store.secretAccessKey': 'secrets.s3SecretAccessKey',
  'store.sessionToken': 'secrets.s3SessionToken',
};

/** @param origins where the fields that were given come from */
export function explainConfiguration(
  configuration: Configuration,
  origins: Readonly<Record<string, string>>,
): ExplainedValue[] {
  const { file: _file, s3, store, ...shown } = configuration;
  // Documents are read from S3 by these, wherever the store lies.
  const fields = flattenFields({ ...shown, store: { ...s3, ...store, proxy: undefined } });
  const given = Object.entries(fields)
    .filter(([name]) => !name.startsWith('secrets.s3'))
    .map(([name, value]) => ({
      name,
      value: mask(name, value),
      origin: origins[secretOrigins[name] ?? name] ?? 'default',
    }));
  const missing = optionalFields
    .filter((name) => !(name in fields))
    .map((name) => ({ name, value: null, origin: 'not set' }));
  return [...given, ...missing].sort((left, right) => compare(left.name, right.name));
}

function mask(name: string, value: unknown): unknown {
  if (name.startsWith('secrets.') || name in secretOrigins) return '***';
  return typeof value === 'string' && /^[a-z]+:\/\/[^/]*@/i.test(value) ? maskPassword(value) : value;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
