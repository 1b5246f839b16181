// Builds the workspaces when their sources changed since the last complete build, judged by a digest over the content
// of every file that the build reads. Invariant: the stamp goes before a build and comes back after it, so one that was
// cut off or failed is done again (tsc goes on from what it has). Refuses: to trust a stamp whose output is gone.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './npm.mjs';
import { SetupStop } from './stop.mjs';

const skippedFolders = new Set(['node_modules', 'dist', 'coverage']);
const rootFiles = ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json'];

function* listFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name)) yield* listFiles(path);
    } else if (entry.isFile() && !/\.(tsbuildinfo|md)$|\.test\.tsx?$/.test(entry.name)) yield path;
  }
}

/** SHA-256 over the names and contents of what the build reads. */
export function digestSources(root) {
  const hash = createHash('sha256');
  const files = [...rootFiles.map((name) => join(root, name)), ...listFiles(join(root, 'packages'))].sort();
  for (const file of files) {
    if (!existsSync(file)) continue;
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

const listPackages = (root) =>
  readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'tsconfig.json')) && existsSync(join(folder, 'src')));

// What each build writes last or alone: a folder alone may be what a failed build left.
const isBuiltOnce = (folder) =>
  ['index.js', 'index.html'].some((name) => existsSync(join(folder, 'dist', name)));

// tsc judges by its .tsbuildinfo alone and would not notice that the output was removed.
function forgetMissingOutput(folder) {
  if (isBuiltOnce(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.tsbuildinfo')) rmSync(join(folder, name));
  }
}

function readStamp(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).sources;
  } catch {
    return undefined;
  }
}

/**
 * Builds what changed; does nothing where nothing did.
 * @param {{root: string, messages: object, progress: object}} options
 * @returns whether anything was built
 * @throws {SetupStop} when the build fails, after showing what the compiler says
 */
export async function buildPackages({ root, messages, progress }) {
  const stampPath = join(root, 'node_modules/.slipway/build.json');
  const sources = digestSources(root);
  const folders = listPackages(root);
  if (readStamp(stampPath) === sources && folders.every(isBuiltOnce)) return false;
  await progress.step(messages.building, async () => {
    rmSync(stampPath, { force: true });
    for (const folder of folders) forgetMissingOutput(folder);
    const result = await runNpm(['run', 'build', '--silent'], { cwd: root });
    if (result.code !== 0) {
      for (const line of result.tail) progress.say(line);
      throw new SetupStop(messages.buildFailed);
    }
    mkdirSync(join(root, 'node_modules/.slipway'), { recursive: true });
    writeFileSync(stampPath, `${JSON.stringify({ sources })}\n`);
  });
  return true;
}
