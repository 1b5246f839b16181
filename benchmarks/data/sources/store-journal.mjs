// The store while it is made: lines are gathered for a package and appended together, then the progress is noted.
// Invariant: a run that was cut off goes on behind the last whole package, with the same bytes as one that was not: files are cut back to
// their noted sizes, and the paragraphs in them count as met.
// Refuses: progress that was noted by another version.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  appendFile,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keyOf } from './is-prose.mjs';

async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((path) => path.endsWith('.jsonl')).sort();
}

async function readProgress(folder, version) {
  const path = join(folder, 'progress.json');
  const found = existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : undefined;
  if (found?.version === version) return found;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return { version, sources: [], counts: {}, sizes: {} };
}

/** Cuts files back to their noted sizes; the keys of the paragraphs that are left. */
async function restoreKeys(folder, sizes) {
  const seen = new Set();
  for (const path of await listFiles(folder)) {
    await truncate(join(folder, path), sizes[path] ?? 0);
    if (!path.startsWith('paragraphs')) continue;
    const file = await open(join(folder, path));
    for await (const line of file.readLines())
      for (const text of JSON.parse(line).paragraphs) if (!text.startsWith('# ')) seen.add(keyOf(text));
  }
  return seen;
}

/** `{progress, seen, write, commit, digest}`: what was done, keys of paragraphs met, and how to add a package's lines. */
export async function openJournal(folder, version) {
  const progress = await readProgress(folder, version);
  const seen = await restoreKeys(folder, progress.sizes);
  const pending = new Map();
  return {
    progress,
    seen,
    /** Adds a line to `KIND/LANGUAGE.jsonl`. */
    write(kind, language, record) {
      const path = `${kind}/${language}.jsonl`;
      pending.set(path, `${pending.get(path) ?? ''}${JSON.stringify(record)}\n`);
    },
    /** Makes a package's lines durable and notes that it is done. */
    async commit() {
      for (const [path, lines] of pending) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await appendFile(join(folder, path), lines);
        progress.sizes[path] = (await stat(join(folder, path))).size;
      }
      pending.clear();
      await writeFile(join(folder, 'progress.json.making'), JSON.stringify(progress));
      await rename(join(folder, 'progress.json.making'), join(folder, 'progress.json'));
    },
    async digest() {
      const digest = createHash('sha256');
      for (const path of await listFiles(folder))
        digest.update(path).update(await readFile(join(folder, path)));
      return digest.digest('hex');
    },
  };
}
