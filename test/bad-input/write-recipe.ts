/** Recipes for tests of bad input: only the cheap steps. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes a recipe of these steps. @returns its path */
export async function writeRecipe(folder: string, steps: Record<string, unknown>): Promise<string> {
  const path = join(folder, `recipe-${Math.random().toString(36).slice(2)}.json`);
  await writeFile(path, JSON.stringify({ name: 'bad-input', steps }));
  return path;
}

/** Takes a folder in and makes a dataset of it. */
export const documentSteps = (path: string) => ({
  documents: { stage: 'documents', spec: { path } },
  dataset: { stage: 'data', inputs: { documents: 'documents.documents' } },
});

/** A document that is kept: long enough, in words, unlike its neighbours. */
export function makeDocument(number: number): string {
  const makeWord = createWordMaker(number + 1);
  const lines = Array.from(
    { length: 6 },
    () => `The harbour of ${Array.from({ length: 30 }, makeWord).join(' ')}.`,
  );
  return `# On ${makeWord()} ${makeWord()}\n\n${lines.join('\n\n')}\n`;
}

const consonants = 'bcdfghklmnprstvwz';
const vowels = 'aeiou';

/** Words that can be spoken and depend on the seed alone. */
function createWordMaker(seed: number): () => string {
  let state = seed;
  const pick = (letters: string) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return letters[Math.floor((state / 2 ** 32) * letters.length)] ?? '';
  };
  return () => Array.from({ length: 3 }, () => pick(consonants) + pick(vowels)).join('');
}
