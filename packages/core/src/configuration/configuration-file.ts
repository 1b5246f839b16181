/**
 * Finds and reads `slipway.config.{ts,mts,js,mjs,json,yaml,yml}`.
 * Invariant: at most one is read; two beside each other are refused, for nobody could say which holds.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SlipwayError } from '@slipway/contracts';
import { type ConfigurationLayer, flattenFields } from './configuration-layer.ts';

const extensions = ['.ts', '.mts', '.js', '.mjs', '.json', '.yaml', '.yml'];

/**
 * @param directory where the user stands
 * @param named a file that was asked for
 * @returns its absolute path, undefined where there is none
 * @throws SlipwayError `configuration-invalid`
 */
export function findConfigurationFile(directory: string, named?: string): string | undefined {
  if (named !== undefined) {
    const path = resolve(directory, named);
    if (existsSync(path)) return path;
    throw new SlipwayError({
      code: 'configuration-invalid',
      message: `there is no configuration file ${path}`,
      hint: 'Give the path of a file that exists, or leave it out to use the defaults.',
    });
  }
  const found = extensions
    .map((extension) => join(directory, `slipway.config${extension}`))
    .filter((path) => existsSync(path));
  if (found.length < 2) return found[0];
  throw new SlipwayError({
    code: 'configuration-invalid',
    message: `there are several configuration files: ${found.map((path) => basename(path)).join(', ')}`,
    hint: 'Keep one of them.',
  });
}

/** @throws SlipwayError `configuration-invalid` where it cannot be read */
export async function readConfigurationFile(path: string): Promise<ConfigurationLayer> {
  let value: unknown;
  try {
    value = await readValue(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SlipwayError({
      code: 'configuration-invalid',
      message: `${path} cannot be read: ${reason}`,
      hint: 'Mend the file; the message says where it breaks off.',
      cause,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return { origin: basename(path), values: flattenFields(value) };
  }
  throw new SlipwayError({
    code: 'configuration-invalid',
    message: `${path} does not hold a configuration`,
    hint: 'Write `export default defineConfig({ ... })`, or an object in JSON or YAML.',
  });
}

async function readValue(path: string): Promise<unknown> {
  const extension = extname(path);
  if (extension === '.json') return JSON.parse(await readFile(path, 'utf8'));
  if (extension === '.yaml' || extension === '.yml') {
    const { parse } = await import('yaml');
    return parse(await readFile(path, 'utf8')) ?? {};
  }
  const { createJiti } = await import('jiti');
  return createJiti(path, { alias: { '@slipway/core': findDefinition() }, moduleCache: false }).import(path, {
    default: true,
  });
}

/**
 * A configuration may lie where this package is not installed: `defineConfig` is found all the same, and without loading the rest
 * of the package.
 */
function findDefinition(): string {
  const own = fileURLToPath(import.meta.url);
  return resolve(own, '..', `define-config${extname(own)}`);
}
