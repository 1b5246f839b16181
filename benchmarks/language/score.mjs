// Scores of answers. Invariant: F1 of a language counts the texts of the given rows alone; macro-F1 is the mean over languages with texts.

/** Codes of peers as ours; where a peer does not part what we do, both sides are scored without the difference. */
const same = { no: 'nb', 'sr-Latn': 'sr', 'zh-Hans': 'zh', 'zh-Hant': 'zh', fil: 'tl', sh: 'sr' };
const plain = (code) => same[code] ?? code;

/**
 * @param rows {language, answer}
 * @param known codes of a peer: only rows of these languages count, and languages are merged that it does not part
 */
export function scoreAnswers(rows, known) {
  const fold = known ? plain : (code) => code;
  const kept = known && new Set(known.map(plain));
  const tallies = new Map();
  const confusions = new Map();
  const tally = (language) => {
    if (!tallies.has(language)) tallies.set(language, { right: 0, wrong: 0, missed: 0 });
    return tallies.get(language);
  };
  const counted = rows
    .map(({ language, answer }) => ({ language: fold(language), answer: fold(answer) }))
    .filter(({ language }) => !kept || kept.has(language));
  for (const { language, answer } of counted) {
    if (language === answer) {
      tally(language).right += 1;
      continue;
    }
    tally(language).missed += 1;
    tally(answer).wrong += 1;
    confusions.set(`${language}>${answer}`, (confusions.get(`${language}>${answer}`) ?? 0) + 1);
  }
  const languages = [...new Set(counted.map(({ language }) => language))].map((language) => {
    const { right, wrong, missed } = tally(language);
    return { language, f1: (2 * right) / (2 * right + wrong + missed) };
  });
  return {
    languages,
    macroF1: languages.reduce((sum, { f1 }) => sum + f1, 0) / languages.length,
    confusions: [...confusions]
      .map(([pair, count]) => ({ pair, count }))
      .toSorted((a, b) => b.count - a.count),
  };
}
