// Blocks of text of an HTML or DocBook page that a program wrote: paragraphs, headings, list items, cells, preformatted text.
// Invariant: one pass; text between block tags is one block with its white space collapsed, preformatted text keeps its lines.
// Refuses: the repairs browsers do to broken markup; the pages read here are generated and well formed.

const skipped = new Set(
  'script style nav header footer head form select svg math button template aside noscript indexterm screenshot'.split(
    ' ',
  ),
);
const inline = new Set(
  'a abbr acronym b bdo big cite code del dfn em font i img ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr link guilabel guimenu guimenuitem guibutton menuchoice keycap keycombo application command filename literal emphasis ulink xref userinput option firstterm replaceable quote gui guiseq key app cmd file sys input output em'.split(
    ' ',
  ),
);
const preformatted = new Set('pre screen programlisting listing synopsis'.split(' '));
const entities = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  reg: '®',
  trade: '™',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  times: '×',
  middot: '·',
  bull: '•',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ecirc: 'ê',
  ocirc: 'ô',
  iuml: 'ï',
  aacute: 'á',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  deg: '°',
};

/** Text with its character references resolved; an unknown name stays as it is written. */
export function decodeReferences(text) {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d+)|#[xX]([\da-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (name) return entities[name] ?? whole;
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point < 0x110000 && (point < 0xd800 || point > 0xdfff)
      ? String.fromCodePoint(point)
      : '';
  });
}

const kindOf = (name) => {
  if (/^(h[1-6]|title)$/.test(name)) return 'heading';
  if (preformatted.has(name)) return 'preformatted';
  return name === 'li' || name === 'td' || name === 'th' || name === 'dt' ? 'item' : 'paragraph';
};

/** Where the element opened at `from` (the index after its start tag) ends: the index of its end tag, nested ones counted. */
export function findElementEnd(html, name, from) {
  const tags = new RegExp(`<(/?)${name}(?=[\\s>/])[^>]*>`, 'gi');
  tags.lastIndex = from;
  let depth = 1;
  for (let tag = tags.exec(html); tag; tag = tags.exec(html)) {
    depth += tag[1] ? -1 : tag[0].endsWith('/>') ? 0 : 1;
    if (depth === 0) return tag.index;
  }
  return html.length;
}

/** Blocks `{kind: 'paragraph' | 'heading' | 'item' | 'preformatted', text}` in their order. */
export function readHtmlBlocks(html) {
  const blocks = [];
  let [kind, raw, place] = ['paragraph', '', 0];
  const flush = (next) => {
    const decoded = decodeReferences(raw);
    const text = kind === 'preformatted' ? decoded.trimEnd() : decoded.replace(/\s+/g, ' ').trim();
    if (text.trim()) blocks.push({ kind, text });
    [kind, raw] = [next, ''];
  };
  while (place < html.length) {
    const open = html.indexOf('<', place);
    raw += html.slice(place, open < 0 ? html.length : open);
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open);
      place = end < 0 ? html.length : end + 3;
      continue;
    }
    const close = html.indexOf('>', open);
    if (close < 0) break;
    place = close + 1;
    const tag = /^<(\/?)([A-Za-z][\w:]*)/.exec(html.slice(open, Math.min(close, open + 40)));
    if (!tag) continue;
    const name = tag[2].toLowerCase();
    if (inline.has(name)) continue;
    if (name === 'br') raw += kind === 'preformatted' ? '\n' : ' ';
    else if (!tag[1] && skipped.has(name) && html[close - 1] !== '/') {
      const end = findElementEnd(html, name, place);
      place = Math.min(html.length, html.indexOf('>', end) + 1 || html.length);
    } else flush(tag[1] ? 'paragraph' : kindOf(name));
  }
  flush('paragraph');
  return blocks;
}

const mains = [
  /<(div)[^>]*\bid="DisplayArea"[^>]*>/i,
  /<(main)\b[^>]*>/i,
  /<(div)[^>]*\brole="main"[^>]*>/i,
  /<(article)\b[^>]*>/i,
  /<(div)[^>]*\bclass="(?:document|body|sect1|section|chapter|article|book)"[^>]*>/i,
  /<(body)\b[^>]*>/i,
];

/** The inner HTML of the element that holds a page's main text, by the marks its generator leaves. */
export function findMain(html) {
  for (const pattern of mains) {
    const start = pattern.exec(html);
    if (!start) continue;
    const from = start.index + start[0].length;
    return html.slice(from, findElementEnd(html, start[1], from));
  }
  return html;
}
