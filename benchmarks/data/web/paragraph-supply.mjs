// Hands out runs of consecutive paragraphs of one language, without repeating any before all were used.
// Invariant: in pass N the files are cut into runs and shuffled by a seed of the language and N alone, so a position gives the same run
// in every program; paragraphs set apart for the benchmark are in no run.
// Refuses: to hide repetition: from the second pass on words are exchanged at a stated rate, and `position` tells how often all was used.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyOf } from '../sources/is-prose.mjs';
import { createRandom } from '../sources/seeded-random.mjs';
import { exchangeWords } from './exchange-words.mjs';

const heldOutOf = 1000;
const meanRunParagraphs = 4;
/** Share of the words exchanged in a paragraph that is used again. */
const exchangedShare = 0.08;

const isHeldOut = (text) => text.length > 200 && keyOf(text) % heldOutOf === 0;
const isHeading = (text) => text.startsWith('# ');

/** Cuts files into runs of paragraphs; a heading goes with what stands under it. */
function cutRuns(files, random) {
  const runs = [];
  for (const paragraphs of files) {
    let run = [];
    let left = random.geometric(meanRunParagraphs);
    for (const text of paragraphs) {
      const isNew = left <= 0 && run.length > 0;
      if (isNew) {
        runs.push(run);
        run = [];
        left = random.geometric(meanRunParagraphs);
      }
      run.push(text);
      if (!isHeading(text)) left -= 1;
    }
    while (run.length > 0 && isHeading(run.at(-1))) run.pop();
    if (run.length > 0) runs.push(run);
  }
  return random.shuffle(runs);
}

/** Supply of a language from its file of the store; `position` is how many runs were handed out and can be set. */
export async function openSupply(store, { language, seed }) {
  const lines = (await readFile(join(store, 'paragraphs', `${language}.jsonl`), 'utf8'))
    .trimEnd()
    .split('\n');
  const all = lines.map((line) => JSON.parse(line).paragraphs);
  const heldOut = all.flat().filter((text) => !isHeading(text) && isHeldOut(text));
  const files = all.map((paragraphs) => paragraphs.filter((text) => isHeading(text) || !isHeldOut(text)));
  const headings = files
    .flat()
    .filter((text) => isHeading(text) && !text.includes('\ufffd'))
    .map((text) => text.slice(2));
  const plain = files.flat().filter((text) => !isHeading(text));
  let [pass, runs, offset] = [-1, [], 0];
  const openPass = (number) => {
    [pass, runs] = [number, cutRuns(files, createRandom(`${seed} ${language} ${number}`))];
  };
  openPass(0);
  return {
    language,
    heldOut,
    headings: headings.length > 50 ? headings : plain.slice(0, 5000).map((text) => text.slice(0, 24)),
    /** A paragraph by chance, which does not count as used. */
    any: (random) => random.pick(plain),
    get position() {
      return { pass, offset };
    },
    moveTo(position) {
      if (position.pass !== pass) openPass(position.pass);
      offset = position.offset;
    },
    /** The next run's texts without marks of headings. */
    next(random) {
      if (offset === runs.length) {
        openPass(pass + 1);
        offset = 0;
      }
      const texts = runs[offset].map((text) => (isHeading(text) ? text.slice(2) : text));
      offset += 1;
      if (pass === 0) return texts;
      const others = random.pick(plain);
      return texts.map((text) => exchangeWords(text, { language, others, share: exchangedShare, random }));
    },
  };
}
