import { describe, expect, it } from 'vitest';
import { identifyLanguage } from './identify-language.ts';

/** Article 1 of the Universal Declaration of Human Rights, a second everyday sentence where scripts leave doubt. */
const samples: Record<string, string[]> = {
  en: [
    'All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience.',
    'The server reads its settings from a file when it starts, and you can change them later without a restart.',
  ],
  de: [
    'Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen begabt.',
    'Die Anwendung liest beim Start die Einstellungen aus einer Datei und kann danach ohne Neustart angepasst werden.',
  ],
  fr: [
    'Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience.',
    "Le serveur lit les paramètres dans un fichier au démarrage, et vous pouvez les modifier ensuite sans redémarrer l'application.",
  ],
  es: [
    'Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y conciencia.',
    'El servidor lee la configuración de un archivo cuando arranca y después se puede cambiar sin reiniciar la aplicación.',
  ],
  it: [
    'Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di coscienza.',
    'Il server legge le impostazioni da un file quando si avvia e poi è possibile modificarle senza riavviare il programma.',
  ],
  pt: [
    'Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de consciência.',
    'O servidor lê as configurações de um arquivo quando inicia e depois você pode alterar os valores sem reiniciar o programa.',
  ],
  nl: [
    'Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en geweten.',
    'De server leest de instellingen uit een bestand bij het opstarten en je kunt ze later wijzigen zonder opnieuw te starten.',
  ],
  sv: [
    'Alla människor är födda fria och lika i värde och rättigheter. De har utrustats med förnuft och samvete.',
  ],
  da: [
    'Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og samvittighed, og de bør handle mod hverandre i en broderskabets ånd. Hvad skal vi gøre efter dette?',
  ],
  fi: [
    'Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja omatunto, ja heidän on toimittava.',
  ],
  pl: [
    'Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem i sumieniem.',
  ],
  cs: [
    'Všichni lidé se rodí svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a mají spolu jednat.',
  ],
  ro: [
    'Toate ființele umane se nasc libere și egale în demnitate și în drepturi. Ele sunt înzestrate cu rațiune și conștiință.',
  ],
  hu: [
    'Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és lelkiismerettel bírván.',
  ],
  tr: [
    'Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve birbirlerine karşı kardeşlik ile hareket etmelidir.',
  ],
  vi: [
    'Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi. Mọi con người đều được tạo hóa ban cho lý trí.',
  ],
  id: [
    'Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal dan hati nurani.',
  ],
  'zh-Hans': [
    '人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。',
    '服务器启动时从文件读取设置，之后可以随时修改，不需要重启。',
  ],
  'zh-Hant': [
    '人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神對待。',
    '伺服器啟動時從檔案讀取設定，之後可以隨時修改，不需要重新開機。',
  ],
  ja: ['すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。'],
  ko: ['모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.'],
  ru: [
    'Все люди рождаются свободными и равными в своем достоинстве и правах. Они наделены разумом и совестью.',
  ],
  uk: [
    'Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю і повинні діяти.',
  ],
  bg: [
    'Всички хора се раждат свободни и равни по достойнство и права. Те са надарени с разум и съвест и следва да се отнасят помежду си.',
  ],
  ar: ['يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميرًا.'],
  fa: [
    'تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند. همه دارای عقل و وجدان می‌باشند.',
  ],
  he: ['כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.'],
  el: ['Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.'],
  th: ['มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ'],
  hi: ['सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।'],
};

describe('identifyLanguage', () => {
  const cases = Object.entries(samples).flatMap(([language, texts]) =>
    texts.map((text) => [language, text] as const),
  );

  it.each(cases)('%s: %s', (language, text) => {
    const found = identifyLanguage(text);
    expect(found.language).toBe(language);
    expect(found.confidence).toBeGreaterThan(0.25);
    expect(found.confidence).toBeLessThanOrEqual(1);
  });

  it('looks past code, links and paths', () => {
    const code = '```js\nconst theValue = the.of.and(to, in_, is);\n```\n'.repeat(10);
    expect(
      identifyLanguage(`${code}\n请参阅 [the guide](https://example.com/the/of/and)，这里说明了配置方法。`)
        .language,
    ).toBe('zh-Hans');
  });

  it('takes a Chinese text full of Latin names for Chinese', () => {
    expect(
      identifyLanguage('使用 Fastify 和 TypeScript 编写 HTTP API，用 PostgreSQL 保存数据。').language,
    ).toBe('zh-Hans');
  });

  it.each(['', '12345 67', 'x', 'foo_bar baz qux quux corge grault', '!!! ???'])(
    'does not guess: %s',
    (text) => {
      expect(identifyLanguage(text)).toEqual({ language: 'und', confidence: 0 });
    },
  );

  it('is sure of a longer text and less so of a short one', () => {
    const [sentence = ''] = samples.en ?? [];
    expect(identifyLanguage(sentence.repeat(20)).confidence).toBeGreaterThan(
      identifyLanguage(sentence).confidence,
    );
    expect(identifyLanguage(sentence.repeat(20)).confidence).toBeGreaterThan(0.8);
  });
});
