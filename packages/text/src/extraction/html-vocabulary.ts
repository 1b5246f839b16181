/**
 * What tags, classes and names of HTML mean to the extraction, as numbers for `kernels/html.ts`.
 * Invariant: a tag is known by its first eight letters. Words are whole runs of letters of a class, id or role; a word that says noise makes
 * the element noise unless a neutral one stands in the same name ("content-with-sidebar").
 */
import type { HashTable } from './hash-table.ts';
import { makeHashTable } from './hash-table.ts';
import { namedCharacters } from './named-characters.ts';

/** What is true of a block by the elements around it; bits of its flags. */
export const blockFlags = { noise: 1, main: 2, hidden: 4, likely: 8, preformatted: 16, header: 32 } as const;

const breaks = 1;
const pushes = 2;
const raw = 4;
const attributes = 8;
const container = breaks | pushes | attributes;

/** Tags: what they do, their kind, and what is true within them. */
const tags: readonly (readonly [names: string, bits: number, kind: number, own: number])[] = [
  ['div section center fieldset figure figcaption details summary hgroup address dl', container, 24, 0],
  ['body', container, 29, 0],
  ['main article', container, 24, blockFlags.main],
  ['nav footer aside menu', container, 24, blockFlags.noise],
  ['header', container, 24, blockFlags.header],
  [
    'head noscript template svg select button object canvas video audio dialog math',
    container,
    24,
    blockFlags.hidden,
  ],
  ['script style textarea xmp noembed noframes iframe', raw | breaks, 0, 0],
  ['title', raw | attributes, 19, 0],
  ['h1', container, 1, 0],
  ['h2', container, 2, 0],
  ['h3', container, 3, 0],
  ['h4', container, 4, 0],
  ['h5', container, 5, 0],
  ['h6', container, 6, 0],
  ['li', container, 7, 0],
  ['pre listing', container, 8, 0],
  ['blockquote', container, 9, 0],
  ['table', container, 10, 0],
  ['tr', container, 11, 0],
  ['td', container, 12, 0],
  ['th', container, 13, 0],
  ['ul', container, 14, 0],
  ['ol', container, 15, 0],
  ['a', attributes, 16, 0],
  ['br', attributes, 17, 0],
  ['code kbd samp tt', attributes, 18, 0],
  ['meta', attributes, 20, 0],
  ['link', attributes, 21, 0],
  ['html', container, 22, 0],
  ['time', attributes, 23, 0],
  ['dt dd', container, 25, 0],
  ['p', breaks, 28, 0],
  ['hr form tbody thead tfoot caption colgroup legend option optgroup', breaks, 30, 0],
];

const noiseWords =
  'nav navbar navigation navheader navfooter docnav menu menubar sidebar breadcrumb breadcrumbs footer cookie cookies consent toc pagination pager advert adverts advertisement advertising ads ad adsense banner sponsor sponsored share sharing social newsletter subscribe subscription related recommended recommendations comment comments disqus respond widget widgets promo promotion popup modal overlay login signup signin copyright disclaimer skip search complementary contentinfo dialog tags byline trending popular';
const neutralWords = 'with has no without wrapper wrap container layout page body main content article';
const likelyWords = 'content article post entry story text prose markdown document';
const mainWords = 'articlebody mainbody';

/** Facts of a page's head in the order the kernel notes them. */
export const pageFacts = [
  'title',
  'language',
  'canonical',
  'time',
  'shared-title',
  'date',
  'shared-address',
] as const;

const metaNames: Readonly<Record<string, (typeof pageFacts)[number]>> = {
  'og:title': 'shared-title',
  'twitter:title': 'shared-title',
  'og:url': 'shared-address',
  'article:published_time': 'date',
  datepublished: 'date',
  date: 'date',
  'dc.date': 'date',
  'dc.date.issued': 'date',
  'dcterms.date': 'date',
  'dcterms.created': 'date',
  pubdate: 'date',
  publish_date: 'date',
};

export function makeTagTable(): HashTable {
  const values = new Map<string, number>();
  for (const [names, bits, kind, own] of tags)
    for (const name of names.split(' ')) values.set(name.slice(0, 8), bits | (kind << 8) | (own << 16));
  return makeHashTable(values);
}

export function makeWordTable(): HashTable {
  const values = new Map<string, number>();
  const add = (words: string, bits: number) => {
    for (const word of words.split(' ')) values.set(word, (values.get(word) ?? 0) | bits);
  };
  add(noiseWords, blockFlags.noise);
  add(mainWords, blockFlags.main);
  add(neutralWords, 4);
  add(likelyWords, blockFlags.likely);
  for (const [name, fact] of Object.entries(metaNames)) add(name, pageFacts.indexOf(fact) << 8);
  return makeHashTable(values);
}

export function makeCharacterTable(): HashTable {
  return makeHashTable(new Map(namedCharacters));
}
