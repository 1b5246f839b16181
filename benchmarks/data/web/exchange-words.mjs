// Edits of a text word by word: exchanging some for words of another text, and the mixed edits that make a near duplicate.
// Invariant: a word is what stands between spaces; in languages without spaces it is two characters. Line ends stay.
// Refuses: to keep the sense.

const unspaced = new Set(['zh', 'ja', 'km', 'th']);

const cut = (text, language) =>
  unspaced.has(language) ? (text.match(/[^\n]{1,2}|\n/gsu) ?? []) : text.split(/(?<=[ \n])/);

/** `text` with about `share` of its words replaced by words of `others`. */
export function exchangeWords(text, { language, others, share, random }) {
  const [words, pool] = [cut(text, language), cut(others, language)];
  const numExchanged = Math.round(words.length * share * 2 * random.next());
  for (let count = 0; count < numExchanged; count += 1) {
    const place = random.integer(0, words.length - 1);
    const other = random.pick(pool);
    if (!words[place].includes('\n') && !other.includes('\n') && place < words.length - 1)
      words[place] = unspaced.has(language) ? other : `${other.trim()} `;
  }
  return words.join('');
}

/** `text` with about `share` of its words left out, doubled, exchanged with their neighbour or replaced. */
export function editWords(text, { language, others, share, random }) {
  const [words, pool] = [cut(text, language), cut(others, language)];
  const numEdits = Math.max(1, Math.round(words.length * share));
  for (let count = 0; count < numEdits; count += 1) {
    const place = random.integer(0, words.length - 1);
    const kind = random.integer(0, 3);
    const word = words[place];
    if (word.includes('\n')) continue;
    if (kind === 0) words[place] = '';
    else if (kind === 1) words[place] = word + word;
    else if (kind === 2 && place > 0 && !words[place - 1].includes('\n'))
      [words[place - 1], words[place]] = [word, words[place - 1]];
    else if (kind === 3) words[place] = random.pick(pool).replace('\n', ' ');
  }
  return words.join('').trim();
}
