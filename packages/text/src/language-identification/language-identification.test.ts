import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { countScriptsScalar, hashWordsScalar, sumRowsScalar } from '../kernels/scalar/language.ts';
import { defaultPipelineRecipe } from '../pipeline/pipeline-recipe.ts';
import { createLanguageIdentifier, type LanguageIdentifier } from './create-language-identifier.ts';
import { unpackLanguageModel } from './language-model.ts';
import { letterTable } from './letter-table.ts';
import { maxSampleBytes, sampleWindows } from './sample-windows.ts';

let kernels: Kernels;
let identifier: LanguageIdentifier;
let letters: number;
beforeAll(async () => {
  kernels = await loadKernels();
  identifier = createLanguageIdentifier(kernels);
  letters = kernels.reserve(letterTable().byteLength);
  new Uint32Array(kernels.bytes().buffer, letters).set(letterTable());
});

function withBytes<Result>(bytes: Uint8Array, use: (pointer: number, length: number) => Result): Result {
  const mark = kernels.mark();
  const pointer = kernels.reserve(bytes.length);
  kernels.bytes().set(bytes, pointer);
  const result = use(pointer, bytes.length);
  kernels.release(mark);
  return result;
}

const encode = (text: string) => new TextEncoder().encode(text);
const identify = (text: string) =>
  withBytes(encode(text), (pointer, length) => identifier.identify(pointer, length));

/** Sentences of our own, of none of the sources that the model was made from. */
const samples: Record<string, string> = {
  en: 'Yesterday we walked along the river until the bridge, and then it began to rain heavily.',
  de: 'Gestern gingen wir am Fluss entlang bis zur Brücke, und dann fing es stark an zu regnen.',
  fr: 'Hier nous avons marché le long de la rivière jusqu’au pont, puis il s’est mis à pleuvoir.',
  es: 'Ayer caminamos por la orilla del río hasta el puente y después empezó a llover con fuerza.',
  it: 'Ieri abbiamo camminato lungo il fiume fino al ponte e poi ha cominciato a piovere forte.',
  pt: 'Ontem caminhámos ao longo do rio até à ponte e depois começou a chover com muita força.',
  nl: 'Gisteren liepen we langs de rivier tot aan de brug en toen begon het hard te regenen.',
  sv: 'Igår gick vi längs floden ända till bron och sedan började det regna väldigt kraftigt.',
  fi: 'Eilen kävelimme jokea pitkin sillalle asti, ja sitten alkoi sataa vettä hyvin kovasti.',
  pl: 'Wczoraj szliśmy wzdłuż rzeki aż do mostu, a potem zaczął padać bardzo mocny deszcz.',
  cs: 'Včera jsme šli podél řeky až k mostu a potom začalo velmi silně pršet.',
  hu: 'Tegnap a folyó mentén sétáltunk a hídig, aztán nagyon erősen elkezdett esni az eső.',
  tr: 'Dün nehir boyunca köprüye kadar yürüdük, sonra çok şiddetli yağmur yağmaya başladı.',
  vi: 'Hôm qua chúng tôi đi dọc theo bờ sông đến tận cây cầu, rồi trời bắt đầu mưa rất to.',
  ru: 'Вчера мы шли вдоль реки до самого моста, а потом начался очень сильный дождь.',
  uk: 'Учора ми йшли вздовж річки аж до мосту, а потім почалася дуже сильна злива.',
  bg: 'Вчера вървяхме покрай реката чак до моста, а после заваля много силен дъжд.',
  ar: 'مشينا أمس على طول النهر حتى الجسر، ثم بدأ المطر ينزل بغزارة شديدة.',
  fa: 'دیروز کنار رودخانه تا پل راه رفتیم و بعد باران بسیار شدیدی شروع شد.',
  ur: 'کل ہم دریا کے کنارے پل تک پیدل گئے اور پھر بہت تیز بارش شروع ہو گئی۔',
  hi: 'कल हम नदी के किनारे पुल तक पैदल गए और फिर बहुत तेज़ बारिश शुरू हो गई।',
  he: 'אתמול הלכנו לאורך הנהר עד הגשר, ואז התחיל לרדת גשם חזק מאוד.',
  el: 'Χτες περπατήσαμε κατά μήκος του ποταμού ως τη γέφυρα και μετά άρχισε να βρέχει.',
  th: 'เมื่อวานเราเดินเลียบแม่น้ำไปจนถึงสะพาน แล้วฝนก็เริ่มตกหนักมาก',
  ko: '어제 우리는 강을 따라 다리까지 걸었고 그 뒤에 비가 아주 많이 내리기 시작했다.',
  ja: '昨日は川に沿って橋まで歩き、それから雨がとても強く降り始めた。',
  'zh-Hans': '昨天我们沿着河边一直走到桥头，然后开始下起很大的雨。',
  'zh-Hant': '昨天我們沿著河邊一直走到橋頭，然後開始下起很大的雨。',
};

describe('identifies', () => {
  test.each(Object.entries(samples))('%s: %s', (language, text) => {
    const found = identify(text);
    expect(found.language).toBe(language);
    expect(found.confidence).toBeGreaterThan(0.15);
    expect(found.confidence).toBeLessThanOrEqual(1);
  });

  test.each(['', '12345 67', 'x', '!!! ???', '\u0000\u0001'])('does not guess: %j', (text) => {
    expect(identify(text)).toEqual({ language: 'und', confidence: 0 });
  });

  test('a Chinese text full of Latin names', () => {
    expect(identify('使用 Fastify 和 TypeScript 编写 HTTP API，用 PostgreSQL 保存数据。').language).toBe(
      'zh-Hans',
    );
  });
});

const program = `function readRows(path) {
  const rows = [];
  for (const line of readFileSync(path, 'utf8').split('\\n')) {
    if (line.length === 0) continue;
    rows.push(JSON.parse(line));
  }
  return rows;
}
`;
/** Documents in which two languages stand, or a language and code, and what they are to be taken for. */
const mixed: readonly (readonly [string, string, string])[] = [
  [
    'Chinese prose around a program',
    'zh-Hans',
    `# 读取数据\n\n下面的函数打开文件，逐行解析，并跳过空行。\n\n${program}\n如果某一行不合法，函数会抛出错误。\n`,
  ],
  [
    'English prose around a program',
    'en',
    `# Reading rows\n\nThe function below opens the file and parses each line.\n\n${program}\nEmpty lines are left out.\n`,
  ],
  [
    'Chinese with English terms',
    'zh-Hans',
    '我们用 Transformer 模型做 pretraining，然后在 instruction 数据上做 fine-tuning，最后用 benchmark 评估 checkpoint 的效果。',
  ],
  [
    'English with a Chinese term',
    'en',
    'The Chinese term for a slipway is 船台, and the ship is launched from it once the hull is finished.',
  ],
];

describe('at the confidence that the data factory asks for by default', () => {
  const { minLanguageConfidence } = defaultPipelineRecipe;

  test.each(mixed)('%s is %s', (_, language, text) => {
    const found = identify(text);
    expect(found.language).toBe(language);
    expect(found.confidence).toBeGreaterThanOrEqual(minLanguageConfidence);
  });

  test.each(Object.entries(samples))('a document of several hundred letters keeps %s', (language, text) => {
    const found = identify(`${text} `.repeat(4));
    expect(found.language).toBe(language);
    expect(found.confidence).toBeGreaterThanOrEqual(minLanguageConfidence);
  });

  test.each(['OK', 'Yes.', '3.14', 'foo_bar baz', 'Hello world'])('%s is of no language', (text) => {
    expect(identify(text).confidence).toBeLessThan(minLanguageConfidence);
  });
});

test('knows its languages, each once', () => {
  expect(identifier.languages.length).toBeGreaterThan(60);
  expect(new Set(identifier.languages).size).toBe(identifier.languages.length);
});

test('reads no more than it says, at the same places, and no further than the document', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1 << 20 }), (length) => {
      const windows = sampleWindows(length).map((window) => ({ ...window }));
      expect(windows.reduce((sum, window) => sum + window.length, 0)).toBeLessThanOrEqual(maxSampleBytes);
      for (const { start, length: size } of windows) expect(start + size).toBeLessThanOrEqual(length);
    }),
  );
});

test('a long document is told from all its parts', () => {
  const text = `${'The first part is in English and so it goes on. '.repeat(20)}${`${samples.fr} `.repeat(200)}`;
  expect(identify(text).language).toBe('fr');
});

test('refuses a model of another size than its languages ask for', () => {
  expect(() => unpackLanguageModel({ languages: { latin: 'en de' }, numBuckets: 4, data: 'AAAA' })).toThrow(
    /a language model of 2 languages/,
  );
});

const texts = fc
  .array(
    fc.oneof(fc.constantFrom(...Object.values(samples)), fc.string({ unit: 'grapheme', maxLength: 20 })),
    {
      maxLength: 4,
    },
  )
  .map((parts) => parts.join(' '));
const long = 'a'.repeat(31);

describe('equals its scalar twin', () => {
  test('in letters of scripts', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const counts = withBytes(encode(text), (pointer, length) => {
          const out = kernels.reserve(34 * 4);
          new Uint32Array(kernels.bytes().buffer, out, 34).fill(0);
          kernels.calls.countScripts(pointer, length, letters, out);
          return new Uint32Array(kernels.bytes().buffer, out, 34).slice();
        });
        expect(counts).toEqual(countScriptsScalar(text));
      }),
    );
  });

  test.each([1, 2, 3, 7])('in buckets of words in script %i', (script) => {
    const edges = fc.constantFrom('', long, `${long}bc`, `${long}bcd e`);
    fc.assert(
      fc.property(texts, edges, (start, end) => {
        const text = start + end;
        const found = withBytes(encode(text), (pointer, length) => {
          const out = kernels.reserve(length * 24 + 64);
          const count = kernels.calls.hashWords(pointer, length, letters, script, 1023, out);
          return [...new Uint32Array(kernels.bytes().buffer, out, count)];
        });
        expect(found).toEqual(hashWordsScalar(text, { script, mask: 1023 }));
      }),
    );
  });

  test('in sums of rows', () => {
    const rows = Int8Array.from({ length: 64 * 16 }, (_, at) => ((at * 37) % 255) - 127);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 63 }), { maxLength: 300 }), (buckets) => {
        const sums = withBytes(new Uint8Array(rows.buffer), (pointer) => {
          const list = kernels.reserve(buckets.length * 4);
          new Uint32Array(kernels.bytes().buffer, list, buckets.length).set(buckets);
          const out = kernels.reserve(64);
          kernels.calls.sumRows(list, buckets.length, pointer, out);
          return new Int32Array(kernels.bytes().buffer, out, 16).slice();
        });
        expect(sums).toEqual(sumRowsScalar(buckets, rows));
      }),
    );
  });
});
