// Rules of what people read: wherever there is an `en`, there is a `zh` with the same keys and the same placeholders, for
// modules and JSON alike, and Chinese has one word for one thing, the glossary's, wherever it is written.
// Invariant: catalogues are compared by loading them, so what is compared is what people see.
// Refuses: to judge a translation beyond its words.

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fileAt, type Repository } from './repository.ts';

const cataloguePattern = /^((?:packages|tools)\/.*\/)en((?:\.messages)?\.(?:ts|mjs|json))$/;

/** `a.b.c` → what stands there: the placeholders of a text, or the kind of anything else. */
export function flattenCatalogue(value: unknown, prefix = ''): Map<string, string> {
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([key]) => prefix !== '' || key !== 'default');
    return new Map(
      entries.flatMap(([key, inner]) => [...flattenCatalogue(inner, prefix ? `${prefix}.${key}` : key)]),
    );
  }
  if (typeof value !== 'string') return new Map([[prefix, typeof value]]);
  const placeholders = [...value.matchAll(/\{\{?\s*([\w.]+)[^}]*\}\}?/g)].map((match) => match[1]);
  return new Map([[prefix, [...new Set(placeholders)].sort().join(' ')]]);
}

// A module exports one catalogue under its language's name; i18next's plural forms differ by language.
function normalise(catalogue: Map<string, string>, language: string): Map<string, string> {
  const strip = (key: string) =>
    key
      .replace(new RegExp(`^(${language}|messages|default)\\.`), '')
      .replace(/_(one|other|zero|two|few|many)$/, '');
  return new Map([...catalogue].map(([key, value]) => [strip(key), value]));
}

async function load(repository: Repository, path: string): Promise<unknown> {
  const file = fileAt(repository, path);
  if (path.endsWith('.json')) return JSON.parse(file?.text ?? '{}');
  return { ...((await import(pathToFileURL(join(repository.root, path)).href)) as object) };
}

/** Differences between two catalogues, one line a key. */
export function compareCatalogues(en: unknown, zh: unknown): string[] {
  const english = normalise(flattenCatalogue(en), 'en');
  const chinese = normalise(flattenCatalogue(zh), 'zh');
  const breaks: string[] = [];
  for (const key of new Set([...english.keys(), ...chinese.keys()])) {
    if (!chinese.has(key)) breaks.push(`${key} is missing in Chinese`);
    else if (!english.has(key)) breaks.push(`${key} is missing in English`);
    else if (english.get(key) !== chinese.get(key)) breaks.push(`${key} has other placeholders in Chinese`);
  }
  return breaks;
}

/** Breaks of all catalogues of the repository. */
export async function findMessageBreaks(repository: Repository): Promise<string[]> {
  const breaks: string[] = [];
  for (const { path } of repository.files) {
    const match = cataloguePattern.exec(path);
    if (!match) continue;
    const twin = `${match[1]}zh${match[2]}`;
    if (!fileAt(repository, twin)) breaks.push(`${path} has no Chinese twin ${twin}`);
    else {
      const differences = compareCatalogues(await load(repository, path), await load(repository, twin));
      breaks.push(...differences.map((difference) => `${path}: ${difference}`));
    }
  }
  return breaks;
}

// Written with a gap, so that this file does not hold what it looks for.
const otherWords: Record<string, string> = {
  '小 票': '回执',
  '凭 条': '回执',
  '制 品': '产物',
  '环 节': '阶段',
  '沿 用': '复用',
  '未 见差异': '看不出差别',
};

/** Chinese words that stand where the glossary has another; the glossary itself may explain a word by them. */
export function findOtherWords(repository: Repository): string[] {
  return repository.files
    .filter((file) => file.path !== 'docs/glossary.md')
    .flatMap((file) =>
      Object.entries(otherWords).flatMap(([gapped, right]) => {
        const word = gapped.replace(' ', '');
        const place = file.text.indexOf(word);
        if (place < 0) return [];
        const line = file.text.slice(0, place).split('\n').length;
        return [`${file.path}:${line} says ${word} for ${right}`];
      }),
    );
}
