/**
 * FineWeb-2's thresholds and stop words of languages besides Mandarin, as its pipeline reads them (https://github.com/huggingface/fineweb-2,
 * `configs/NAME.yml`, each read at the commit that its row names; both commits belong to the published thresholds).
 * Invariant: a language is in the table only with the project's own numbers, and only where words stand between spaces, as ours are cut.
 * Refuses: Korean, Japanese, Thai and the like, whose thresholds are of words as a dictionary cuts them.
 */
import type { LanguageThresholds } from './language-thresholds.ts';

/**
 * `dup_line_frac`; `top_n_grams` of 2 to 4 words; `dup_n_grams` of 5 to 10; `line_punct_thr`, `new_line_ratio`, `min_avg_word_length`,
 * `max_avg_word_length` and `max_non_alpha_words_ratio`.
 */
type Row = readonly [name: string, commit: string, bounds: string, stopWords: string];

const rows = {
  ar: [
    'arb_Arab',
    '05e6729',
    '0.304 / 0.197 0.172 0.146 / 0.165 0.153 0.142 0.131 0.12 0.109 / 0.143 0.189 2 9 0.787',
    '، في من على إلى عام أن مع أو هو عن التي كان بين ما كانت هي المتحدة بعد',
  ],
  bg: [
    'bul_Cyrl',
    'd331bee',
    '0.317 / 0.173 0.157 0.139 / 0.17 0.158 0.144 0.131 0.12 0.108 / 0.154 0.142 3 10 0.756',
    'на и в е от за се г. с през да по',
  ],
  bn: [
    'ben_Beng',
    'd331bee',
    '0.203 / 0.177 0.158 0.147 / 0.118 0.108 0.099 0.09 0.082 0.073 / 0.125 0.171 3 24 0.8',
    'এবং ও হয় করে একটি তিনি করা থেকে',
  ],
  ca: [
    'cat_Latn',
    '05e6729',
    '0.294 / 0.216 0.189 0.168 / 0.159 0.149 0.137 0.126 0.116 0.105 / 0.154 0.118 2 11 0.832',
    "de el la a i d l' en d' que va els per un les una amb es",
  ],
  cs: [
    'ces_Latn',
    'd331bee',
    '0.311 / 0.206 0.183 0.165 / 0.168 0.157 0.145 0.133 0.121 0.109 / 0.06 0.182 3 11 0.781',
    'v a se na je z s do',
  ],
  da: [
    'dan_Latn',
    '05e6729',
    '0.305 / 0.367 0.297 0.232 / 0.169 0.158 0.147 0.134 0.123 0.112 / 0.1 0.182 3 11 0.798',
    'i og af en til er den at som på for med det blev var der fra de han et',
  ],
  de: [
    'deu_Latn',
    '05e6729',
    '0.263 / 0.169 0.153 0.137 / 0.141 0.134 0.126 0.117 0.108 0.098 / 0 0.152 0 15 0.774',
    'der und die in von im den des mit das er dem als wurde für',
  ],
  el: [
    'ell_Grek',
    '05e6729',
    '0.31 / 0.194 0.175 0.156 / 0.174 0.163 0.153 0.142 0.13 0.119 / 0.167 0.116 3 11 0.809',
    'του και το της η την από ο με τον να που των στην για στο σε είναι τη τα οι',
  ],
  es: [
    'spa_Latn',
    'd331bee',
    '0.252 / 0.156 0.14 0.125 / 0.145 0.136 0.127 0.117 0.108 0.099 / 0.182 0.138 3 14 0.825',
    'de la en el y a que del los se por un con una las su',
  ],
  et: [
    'ekk_Latn',
    '05e6729',
    '0.363 / 0.345 0.268 0.215 / 0.172 0.161 0.15 0.139 0.125 0.113 / 0.143 0.213 3 13 0.722',
    'ja on oli ta aastal eesti ka ning et mis kui aasta ei või see oma tema',
  ],
  fa: [
    'fas_Arab',
    '05e6729',
    '0.246 / 0.189 0.164 0.143 / 0.157 0.147 0.137 0.127 0.117 0.107 / 0.2 0.15 2 9 0.812',
    'در و ، به از که است این را با یک',
  ],
  fi: [
    'fin_Latn',
    'd331bee',
    '0.293 / 0.253 0.202 0.179 / 0.153 0.143 0.133 0.122 0.112 0.101 / 0.114 0.161 3 14 0.755',
    'ja on oli hän vuonna myös joka se ei sen ovat sekä mutta että tai vuoden kanssa hänen s. jälkeen the',
  ],
  fr: [
    'fra_Latn',
    '05e6729',
    '0.264 / 0.161 0.149 0.134 / 0.15 0.141 0.131 0.121 0.111 0.1 / 0.1 0.185 2 11 0.812',
    "de la le et à en l' des du les est d' un une il dans par au",
  ],
  he: [
    'heb_Hebr',
    'd331bee',
    '0.34 / 0.239 0.202 0.173 / 0.16 0.151 0.14 0.129 0.118 0.108 / 0.2 0.126 2 9 0.799',
    'של את על הוא עם בשנת גם היה היא לאחר לא ידי בין או כי',
  ],
  hi: [
    'hin_Deva',
    '05e6729',
    '0.206 / 0.208 0.198 0.161 / 0.135 0.125 0.116 0.108 0.099 0.09 / 0.091 0.316 2 21 0.837',
    'के में है की और से का को एक हैं पर',
  ],
  hr: [
    'hrv_Latn',
    'd331bee',
    '0.312 / 0.215 0.19 0.165 / 0.173 0.162 0.15 0.138 0.126 0.113 / 0.099 0.198 2 11 0.751',
    'je u i se na su za od s a',
  ],
  hu: [
    'hun_Latn',
    '05e6729',
    '0.322 / 0.226 0.198 0.172 / 0.169 0.159 0.148 0.136 0.124 0.112 / 0.067 0.231 3 15 0.766',
    'a az és is egy volt hogy nem meg de magyar első el között',
  ],
  id: [
    'ind_Latn',
    'd331bee',
    '0.241 / 0.194 0.166 0.145 / 0.166 0.155 0.144 0.133 0.122 0.111 / 0.111 0.157 3 12 0.805',
    'dan yang di pada dari ini dengan adalah untuk dalam',
  ],
  it: [
    'ita_Latn',
    '05e6729',
    '0.246 / 0.198 0.156 0.133 / 0.144 0.136 0.127 0.118 0.109 0.1 / 0.025 0.2 3 21 0.807',
    "di e il la in a del che è della un per nel l' con da i una",
  ],
  ka: [
    'kat_Geor',
    '05e6729',
    '0.332 / 0.225 0.189 0.167 / 0.157 0.146 0.134 0.122 0.111 0.1 / 0.111 0.222 3 13 0.754',
    'და წლის წელს იყო რომელიც რომ მისი შემდეგ რესურსები ინტერნეტში ამ იგი არ the როგორც საქართველოს',
  ],
  kk: [
    'kaz_Cyrl',
    'd331bee',
    '0.304 / 0.172 0.147 0.127 / 0.159 0.148 0.136 0.126 0.115 0.104 / 0.176 0.186 3 12 0.694',
    'және су бойынша мен жылы коды өзен орналасқан мәліметтер жер бұл саны тұрғындарының адамды оның болып алып мемлекеттік құрайды жаңа ол гз бар жатқан',
  ],
  lt: [
    'lit_Latn',
    'd331bee',
    '0.32 / 0.247 0.21 0.174 / 0.175 0.163 0.15 0.137 0.126 0.114 / 0.167 0.19 3 12 0.688',
    'm ir buvo į nuo iš d su yra lietuvos a iki o kaip kad apie po km',
  ],
  lv: [
    'lvs_Latn',
    'd331bee',
    '0.329 / 0.526 0.337 0.242 / 0.173 0.16 0.148 0.135 0.122 0.109 / 0.125 0.169 2 13 0.727',
    'un ir no ar gadā gada par bija arī',
  ],
  nb: [
    'nob_Latn',
    'd331bee',
    '0.283 / 0.204 0.175 0.15 / 0.146 0.139 0.128 0.119 0.11 0.099 / 0.107 0.167 3 12 0.783',
    'i og av som en er til på for ble med den det var han de å fra',
  ],
  nl: [
    'nld_Latn',
    'd331bee',
    '0.296 / 0.213 0.182 0.158 / 0.156 0.146 0.136 0.126 0.115 0.104 / 0.102 0.154 3 17 0.828',
    'de van in het een en is op voor met door zijn werd hij uit',
  ],
  pl: [
    'pol_Latn',
    'd331bee',
    '0.32 / 0.222 0.198 0.176 / 0.172 0.16 0.148 0.136 0.123 0.111 / 0.087 0.158 3 12 0.726',
    'w i na z do się roku od a jest przez po jako oraz o został był nie',
  ],
  pt: [
    'por_Latn',
    'd331bee',
    '0.287 / 0.371 0.191 0.163 / 0.163 0.153 0.141 0.13 0.119 0.108 / 0.077 0.186 3 13 0.814',
    'de a e o em do da que um no uma com para na é foi',
  ],
  ro: [
    'ron_Latn',
    '05e6729',
    '0.289 / 0.161 0.146 0.131 / 0.16 0.149 0.138 0.127 0.117 0.106 / 0.081 0.207 1 14 0.779',
    'de în a și din la o cu este un pe fost care al',
  ],
  ru: [
    'rus_Cyrl',
    '05e6729',
    '0.322 / 0.184 0.164 0.146 / 0.168 0.156 0.145 0.133 0.121 0.109 / 0.231 0.139 3 11 0.713',
    'в и на с года по году из был к не от что за для его как а он также до после',
  ],
  sk: [
    'slk_Latn',
    '05e6729',
    '0.319 / 0.316 0.218 0.171 / 0.176 0.165 0.152 0.14 0.127 0.115 / 0 0.214 2 11 0.752',
    'v a na sa je z roku s',
  ],
  sl: [
    'slv_Latn',
    '05e6729',
    '0.317 / 0.262 0.225 0.189 / 0.17 0.158 0.146 0.135 0.123 0.111 / 0.045 0.273 2 12 0.781',
    'je v in na so se ki za leta z',
  ],
  sr: [
    'srp_Cyrl',
    'd331bee',
    '0.257 / 0.176 0.158 0.141 / 0.147 0.137 0.126 0.116 0.106 0.096 / 0.156 0.239 3 10 0.8',
    'у је и на се од су године да за из са насеље',
  ],
  sv: [
    'swe_Latn',
    '05e6729',
    '0.292 / 0.242 0.195 0.174 / 0.156 0.147 0.136 0.125 0.116 0.105 / 0.2 0.135 3 12 0.841',
    'i och är av en som den med på till att för',
  ],
  sw: [
    'swh_Latn',
    '05e6729',
    '0.302 / 0.396 0.282 0.231 / 0.193 0.17 0.155 0.14 0.126 0.113 / 0.143 0.167 3 9 0.802',
    'ya na wa katika kwa ni la za mwaka',
  ],
  ta: [
    'tam_Taml',
    'd331bee',
    '0.276 / 0.23 0.212 0.19 / 0.149 0.14 0.132 0.123 0.114 0.104 / 0.125 0.195 4 37 0.779',
    'மற்றும் ஒரு இந்த ஆம் இது என்ற இவர் உள்ள ஆகும் ஆண்டு அல்லது என்பது முதல் உள்ளது என்று இந்திய மக்கள் ஊராட்சி இல் இருந்து மேலும் பல',
  ],
  uk: [
    'ukr_Cyrl',
    'd331bee',
    '0.3 / 0.189 0.172 0.153 / 0.16 0.148 0.136 0.124 0.113 0.102 / 0.167 0.175 3 11 0.694',
    'у в на і з та до року за що',
  ],
  ur: [
    'urd_Arab',
    'd331bee',
    '0.204 / 0.139 0.123 0.107 / 0.125 0.115 0.107 0.098 0.089 0.081 / 0.1 0.222 2 31 0.839',
    'کے میں ، کی اور ہے سے کا نے اس پر کو ایک',
  ],
  vi: [
    'vie_Latn',
    '05e6729',
    '0.293 / 0.223 0.197 0.171 / 0.178 0.163 0.15 0.136 0.124 0.111 / 0.333 0.103 3 11 0.803',
    'là và của một được trong năm các có loài này đã người',
  ],
} as const satisfies Record<string, Row>;

export type Fineweb2Language = keyof typeof rows;

export interface Fineweb2Thresholds extends LanguageThresholds {
  /** The language and script, as FineWeb-2 names them. */
  name: string;
  /** At which its file was read. */
  commit: string;
}

/** By BCP 47 tag. */
export const fineweb2Languages: Readonly<Record<Fineweb2Language, Fineweb2Thresholds>> = Object.fromEntries(
  Object.entries(rows).map(([tag, row]) => [tag, readRow(row)]),
) as Record<Fineweb2Language, Fineweb2Thresholds>;

function readRow([name, commit, bounds, stopWords]: Row): Fineweb2Thresholds {
  const [lines = [], top = [], repeated = [], others = []] = bounds
    .split(' / ')
    .map((numbers) => numbers.split(' ').map(Number));
  const [minTerminalLines = 0, maxNewlinesPerWord = 0, minAverageWord = 0, maxAverageWord = 0] = others;
  return {
    name,
    commit,
    stopWords: stopWords.split(' '),
    maxRepeatedLines: lines[0] ?? 0,
    top: top.map((share, place) => [place + 2, share]),
    repeated: repeated.map((share, place) => [place + 5, share]),
    minTerminalLines,
    maxNewlinesPerWord,
    minAverageWord,
    maxAverageWord,
    minLetterWords: others[4] ?? 0,
  };
}
