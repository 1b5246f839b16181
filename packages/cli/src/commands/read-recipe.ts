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

/** @throws SlipwayError `recipe-unreadable`, `recipe-invalid` */
export async function readRecipe(path: string): Promise<Recipe> {
  const absolute = resolve(path);
  const value = await readValue(absolute).catch((cause: unknown) => {
    if (isSlipwayError(cause)) throw cause;
    const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new SlipwayError({
      code: 'recipe-unreadable',
      message: `${path} cannot be read as a recipe: ${message}`,
      hint: 'A recipe is a .ts or .js file with a default export, or .yaml, .yml or .json.',
      cause,
    });
  });
  // The server checks the recipe again, with its stages; this says at once what is wrong with its form.
  return parseRecipe(value);
}

async function readValue(path: string): Promise<unknown> {
  if (!evaluated.has(extname(path))) return parseYaml(await readFile(path, 'utf8'));
  await readFile(path);
  const exported: unknown = await createJiti(import.meta.url).import(pathToFileURL(path).href, {
    default: true,
  });
  return typeof exported === 'function' ? await exported() : exported;
}
