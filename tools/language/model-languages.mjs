// The languages that the model tells apart, by script. Invariant: one script holds one language once.
export const modelLanguages = {
  latin:
    'en de fr es it pt ro ca gl oc eu br cy ga gd nl af fy da sv nb nn is fo fi et lv lt pl cs sk sl hr bs sr-Latn hu sq tr az uz ku id ms tl vi sw eo zu xh',
  cyrillic: 'ru uk be bg sr mk kk mn ky tg tt',
  arabic: 'ar fa ur ug ckb ps sd',
  devanagari: 'hi mr ne',
  bengali: 'bn as',
  hebrew: 'he yi',
};
