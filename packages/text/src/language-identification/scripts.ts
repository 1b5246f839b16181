/**
 * Scripts, the blocks their letters stand in, and the languages that a script alone tells.
 * Invariant: a script's number is its place in the list and below 32; 0 stands for what is no letter. Blocks begin and end at
 * multiples of 16 (Unicode 15.1, Blocks.txt).
 * Refuses: scripts of which no language is known here; their letters count as none.
 */
export const scripts = [
  'none',
  'latin',
  'cyrillic',
  'arabic',
  'devanagari',
  'bengali',
  'hebrew',
  'han',
  'kana',
  'hangul',
  'greek',
  'armenian',
  'gurmukhi',
  'gujarati',
  'odia',
  'tamil',
  'telugu',
  'kannada',
  'malayalam',
  'sinhala',
  'thai',
  'lao',
  'tibetan',
  'burmese',
  'georgian',
  'ethiopic',
  'khmer',
  'mongolian',
] as const;
export type Script = (typeof scripts)[number];

/** First code point, code point after the last, script. */
export const scriptBlocks: readonly (readonly [number, number, Script])[] = [
  [0x40, 0x80, 'latin'],
  [0xc0, 0x250, 'latin'],
  [0x250, 0x2b0, 'latin'],
  [0x300, 0x370, 'latin'],
  [0x370, 0x400, 'greek'],
  [0x400, 0x530, 'cyrillic'],
  [0x530, 0x590, 'armenian'],
  [0x590, 0x600, 'hebrew'],
  [0x600, 0x700, 'arabic'],
  [0x750, 0x780, 'arabic'],
  [0x900, 0x980, 'devanagari'],
  [0x980, 0xa00, 'bengali'],
  [0xa00, 0xa80, 'gurmukhi'],
  [0xa80, 0xb00, 'gujarati'],
  [0xb00, 0xb80, 'odia'],
  [0xb80, 0xc00, 'tamil'],
  [0xc00, 0xc80, 'telugu'],
  [0xc80, 0xd00, 'kannada'],
  [0xd00, 0xd80, 'malayalam'],
  [0xd80, 0xe00, 'sinhala'],
  [0xe00, 0xe80, 'thai'],
  [0xe80, 0xf00, 'lao'],
  [0xf00, 0x1000, 'tibetan'],
  [0x1000, 0x10a0, 'burmese'],
  [0x10a0, 0x1100, 'georgian'],
  [0x1100, 0x1200, 'hangul'],
  [0x1200, 0x13a0, 'ethiopic'],
  [0x1780, 0x1800, 'khmer'],
  [0x1800, 0x18b0, 'mongolian'],
  [0x1c90, 0x1cc0, 'georgian'],
  [0x1e00, 0x1f00, 'latin'],
  [0x1f00, 0x2000, 'greek'],
  [0x3040, 0x3100, 'kana'],
  [0x3130, 0x3190, 'hangul'],
  [0x31f0, 0x3200, 'kana'],
  [0x3400, 0x4dc0, 'han'],
  [0x4e00, 0xa000, 'han'],
  [0xac00, 0xd7b0, 'hangul'],
  [0xf900, 0xfb00, 'han'],
  [0xfb50, 0xfe00, 'arabic'],
  [0xfe70, 0xff00, 'arabic'],
];

/** Characters of those blocks that end a word: signs, digits and marks that several languages share. */
export const notLetters =
  '@[\\]^_`{|}~\u007f×÷;·՝՞֊־׀׃،؛؟ـ٠١٢٣٤٥٦٧٨٩٪٫٬٭۔۰۱۲۳۴۵۶۷۸۹।॥०१२३४५६७८९॰০১২৩৪৫৬৭৮৯฿๐๑๒๓๔๕๖๗๘๙၊။・ー';

/** The language of scripts that are used by one (or by one far more than by others); the model tells the rest apart. */
export const languageOfScript: Partial<Record<Script, string>> = {
  hangul: 'ko',
  greek: 'el',
  armenian: 'hy',
  gurmukhi: 'pa',
  gujarati: 'gu',
  odia: 'or',
  tamil: 'ta',
  telugu: 'te',
  kannada: 'kn',
  malayalam: 'ml',
  sinhala: 'si',
  thai: 'th',
  lao: 'lo',
  tibetan: 'bo',
  burmese: 'my',
  georgian: 'ka',
  ethiopic: 'am',
  khmer: 'km',
  mongolian: 'mn-Mong',
};
