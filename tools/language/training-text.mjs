// The text that the model learns from: lines of software, words of everyday text by how often they are written, and words of dictionaries.
// Invariant: a line whose place is a multiple of `heldOutEvery` is held out: no example for learning is drawn from it. Lines of other languages
// that are English (interfaces are full of what nobody translated) are left out.
// Refuses: languages with less than `minLines` lines and no words, which it names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modelLanguages } from './model-languages.mjs';

const minLines = 300;
/** Below so many lines a language's examples come from its words more often. */
const fewLines = 20_000;
const heldOutEvery = 20;
/** Lengths of examples in characters, drawn evenly on a logarithmic scale. */
const [shortest, longest] = [10, 300];
/** Shares of examples that are words by frequency, and words of a dictionary (twice where there is no list of frequencies). */
const frequencyShare = 0.5;
const dictionaryShare = 0.15;
const english =
  /\b(?:the|of|and|is|are|with|this|that|your|you|which|from|have|has|been|will|not|cannot|should|when|where|file|files)\b/gi;
const minEnglishWords = 2;

function readLines(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
}

/** Whether at least two and a sixth of all words are English ones. */
function isEnglish(line) {
  const found = line.match(english)?.length ?? 0;
  return found >= minEnglishWords && found * 6 >= line.split(/\s+/).length;
}

/** Words, and the sums of frequencies up to each. */
function readFrequencies(path) {
  const rows = readLines(path).map((line) => line.split('\t'));
  let sum = 0;
  const sums = Float64Array.from(rows, ([, frequency]) => {
    sum += Number(frequency);
    return sum;
  });
  return { words: rows.map(([word]) => word), sums };
}

/** What there is of each language of the model, in the model's order. */
export function readCorpus(corpus) {
  return Object.entries(modelLanguages).flatMap(([script, tags]) =>
    tags.split(' ').map((language) => {
      const all = readLines(join(corpus, `${language}.txt`));
      const lines = script === 'latin' && language !== 'en' ? all.filter((line) => !isEnglish(line)) : all;
      const frequencies = readFrequencies(join(corpus, `${language}.frequencies.txt`));
      const dictionary = readLines(join(corpus, `${language}.words.txt`));
      if (lines.length < minLines && dictionary.length === 0)
        throw new Error(`${language} has ${lines.length} lines only`);
      return {
        script,
        language,
        lines: lines.filter((_, place) => place % heldOutEvery !== 0),
        heldOut: lines.filter((_, place) => place % heldOutEvery === 0),
        frequencies,
        dictionary,
      };
    }),
  );
}

/** A piece of about the wanted number of characters, cut at a space where there is one, of parts put together. */
function cutPiece(drawPart, random) {
  const wanted = Math.exp(Math.log(shortest) + random() * Math.log(longest / shortest));
  let drawn = '';
  while (drawn.length < wanted) drawn += `${drawPart()} `;
  const from = Math.floor(random() * (drawn.length - wanted));
  const start = from === 0 ? 0 : drawn.indexOf(' ', from) + 1;
  return drawn.slice(start, start + wanted);
}

function drawWord({ words, sums }, random) {
  const wanted = random() * sums[sums.length - 1];
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] > wanted) high = middle;
    else low = middle + 1;
  }
  return words[low];
}

const pick = (list, random) => list[Math.floor(random() * list.length)];

/** An example of a language to learn from. */
export function drawText({ lines, frequencies, dictionary }, random) {
  const hasFrequencies = frequencies.words.length > 0;
  const ofDictionary = dictionary.length === 0 ? 0 : dictionaryShare * (hasFrequencies ? 1 : 2);
  const ofLines = lines.length < fewLines ? lines.length / fewLines : 1;
  const draw = random();
  if (hasFrequencies && draw < frequencyShare) return cutPiece(() => drawWord(frequencies, random), random);
  if (dictionary.length > 0 && (draw > 1 - ofDictionary || random() > ofLines))
    return cutPiece(() => pick(dictionary, random), random);
  return cutPiece(() => pick(lines, random), random);
}

/** An example that nothing was learnt from: of held-out lines, or of words by frequency as in `drawText`. */
export function drawHeldOutText({ heldOut, frequencies, dictionary }, random) {
  if (frequencies.words.length > 0 && random() < frequencyShare)
    return cutPiece(() => drawWord(frequencies, random), random);
  const parts = heldOut.length > 0 ? heldOut : dictionary;
  return cutPiece(() => pick(parts, random), random);
}
