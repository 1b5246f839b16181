// One document of the web corpus with the truth about it: an original of distinct paragraphs, a duplicate, a near duplicate or junk.
// Invariant: the document's line is `{id, url, text, language}`; the truth's line has the same id and says how it was made.
// Refuses: to plant anything in an exact duplicate, which stays equal to its original in every byte of its text.

import { editWords } from './exchange-words.mjs';
import { junkKinds } from './junk-documents.mjs';
import { makePersonalData } from './personal-data.mjs';

/** Median and deviation of the logarithm of a document's bytes, near those of CommonCrawl extracts. */
const length = { median: 1800, deviation: 1.05, min: 150, max: 300_000 };
const personalShare = 0.03;
const contaminatedShare = 0.005;
const kindNames = Object.keys(junkKinds);
const syllables = 'ba co de fi go ha ji ka lo mi ne po ra si tu ve wi xo ya zu bel cor dan fer gil hom'.split(
  ' ',
);

function makeUrl(random) {
  // Low numbers come up more often, so that few hosts have many pages.
  let number = Math.floor(30_000 * random.next() ** 3);
  let host = '';
  for (let count = 0; count < 4; count += 1) {
    host += syllables[number % syllables.length];
    number = Math.floor(number / syllables.length);
  }
  const path = Array.from(
    { length: random.integer(1, 3) },
    () => random.pick(syllables) + random.pick(syllables),
  );
  return `https://www.${host}.${random.pick(['com', 'org', 'net', 'cn', 'de', 'io'])}/${path.join('/')}-${random.digits(5)}.html`;
}

function makeOriginal(supply, numBytes, random) {
  const texts = [];
  for (let size = 0; size < numBytes; ) {
    const run = supply.next(random);
    texts.push(...run);
    size += run.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
  }
  return { text: texts.join('\n'), truth: { kind: 'original' } };
}

function insertParagraph(text, paragraph, random) {
  const lines = text.split('\n');
  lines.splice(random.integer(0, lines.length), 0, paragraph);
  return lines.join('\n');
}

function plant(document, { language, benchmark, random }) {
  const { truth } = document;
  if (random.chance(personalShare)) {
    const personal = makePersonalData(language, random);
    document.text = insertParagraph(document.text, personal.text, random);
    truth.personal = personal.values;
  }
  const lines = benchmark[language];
  if (random.chance(contaminatedShare) && lines?.length > 0) {
    const line = random.pick(lines);
    document.text = insertParagraph(document.text, line.text, random);
    truth.contaminatedBy = line.id;
  }
}

/** `{line, truth}` of a new document; `context` holds the supply, earlier documents of its language, shares, benchmark lines. */
export function makeDocument(context) {
  const { supply, earlier, shares, benchmark, random } = context;
  const { language } = supply;
  const id = `${random.digits(9)}-${random.digits(9)}`;
  const drawn = random.next();
  const numBytes = Math.min(
    length.max,
    Math.max(length.min, random.logNormal(length.median, length.deviation)),
  );
  let document;
  if (drawn < shares.exact && earlier.length > 0) {
    const { id: of, text } = random.pick(earlier);
    return { id, url: makeUrl(random), text, language, truth: { id, kind: 'exact', of } };
  }
  if (drawn < shares.exact + shares.near && earlier.length > 0) {
    const { id: of, text } = random.pick(earlier);
    const share = 0.01 + 0.19 * random.next();
    const edited = editWords(text, { language, others: supply.any(random), share, random });
    document = { text: edited, truth: { kind: 'near', of, editedShare: Number(share.toFixed(3)) } };
  } else if (random.chance(shares.junk / (1 - shares.exact - shares.near))) {
    const kind = random.pick(kindNames);
    document = { text: junkKinds[kind]({ supply, numBytes, random }), truth: { kind: `junk:${kind}` } };
  } else document = makeOriginal(supply, numBytes, random);
  plant(document, { language, benchmark, random });
  return { id, url: makeUrl(random), text: document.text, language, truth: { id, ...document.truth } };
}
