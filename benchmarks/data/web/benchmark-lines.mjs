// The benchmark whose lines contaminate the corpus: given files of JSONL (`id`, `language`, and `text` or `question`), or paragraphs set apart.
// Invariant: paragraphs set apart stand in no document but those the truth names; the lines are written beside the corpus.
// Refuses: a given file without a usable line.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

async function readGiven(files) {
  const lines = [];
  for (const file of files) {
    for (const [number, row] of (await readFile(file, 'utf8')).trim().split('\n').entries()) {
      const record = JSON.parse(row);
      const text = record.text ?? record.question;
      if (typeof text === 'string')
        lines.push({
          id: String(record.id ?? `${file}:${number}`),
          language: record.language ?? 'en',
          text: text.replaceAll('\n', ' '),
        });
    }
  }
  if (lines.length === 0) throw new Error('the given benchmark files hold no line with `text` or `question`');
  return lines;
}

/** Lines `{id, language, text}` by language. Writes `benchmark.jsonl` into `folder`. */
export async function readBenchmarkLines({ files, supplies, folder }) {
  const byLanguage = {};
  if (files.length > 0) {
    for (const line of await readGiven(files)) {
      byLanguage[line.language] ??= [];
      byLanguage[line.language].push(line);
    }
  } else {
    for (const [language, { heldOut }] of supplies)
      byLanguage[language] = heldOut
        .slice(0, 500)
        .map((text, number) => ({ id: `${language}-${number}`, language, text }));
  }
  const rows = Object.values(byLanguage)
    .flat()
    .map((line) => JSON.stringify(line));
  await writeFile(join(folder, 'benchmark.jsonl'), `${rows.join('\n')}\n`);
  return byLanguage;
}
