/**
 * Reads a recipe file on the user's side: TypeScript and JavaScript are evaluated here, YAML and JSON read as they are.
 * Invariant: what leaves this module is plain data; the server never evaluates a recipe.
 */
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isSlipwayError, type Recipe, SlipwayError } from '@slipway/contracts';
import { parseRecipe } from '@slipway/core';
import { createJiti } from 'jiti';
import { parse as parseYaml } from 'yaml';

const evaluated = new Set(['.ts', '.mts', '.js', '.mjs']);
const readAsData = new Set(['.yaml', '.yml', '.json']);

/** @throws SlipwayError `recipe-unreadable`, `recipe-invalid` */
export async function readRecipe(path: string): Promise<Recipe> {
  const absolute = resolve(path);
  const value = await readValue(absolute).catch((cause: unknown) => {
    if (isSlipwayError(cause)) throw cause;
    throw unreadable(`${path} cannot be read as a recipe: ${describeCause(cause)}`, cause);
  });
  // The server checks the recipe again, with its stages; this says at once what is wrong with its form.
  return parseRecipe(value);
}

function unreadable(message: string, cause?: unknown): SlipwayError {
  const hint = 'A recipe is a .ts or .js file with a default export, or .yaml, .yml or .json.';
  return new SlipwayError({ code: 'recipe-unreadable', message, hint, cause });
}

function describeCause(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  // Of several lines, as YAML's errors have, the first says what is wrong.
  return (message ?? String(cause)).split('\n')[0]?.replace(/:$/, '') ?? '';
}

async function readValue(path: string): Promise<unknown> {
  const extension = extname(path);
  if (!evaluated.has(extension) && !readAsData.has(extension))
    throw unreadable(`${path} is no recipe: its name ends in ${extension || 'nothing'}`);
  if (readAsData.has(extension)) return parseYaml(await readFile(path, 'utf8'));
  await readFile(path);
  const exported: unknown = await createJiti(import.meta.url).import(pathToFileURL(path).href, {
    default: true,
  });
  return typeof exported === 'function' ? await exported() : exported;
}
