// Writes small PDF files by hand: fonts of the standard, text in plain sight, so that damage meets what is read and not what is packed.
// Invariant: the same pages give the same bytes. Refuses to be a library: no more of PDF than seeds need.
import { deflateSync } from 'node:zlib';

const escapeText = (text) => text.replace(/[\\()]/g, '\\$&');

/** Lines of text at places of a page. */
function writeContent(lines) {
  const shown = lines.map(
    ({ x, y, size = 12, text }) => `/F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${escapeText(text)}) Tj`,
  );
  return `BT\n${shown.join('\n')}\nET`;
}

const toUnicode = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def
1 begincodespacerange <00> <ff> endcodespacerange
2 beginbfrange <20> <7e> <0020> <a0> <ff> <00a0> endbfrange 1 beginbfchar <01> <6e2f53e3> endbfchar
endcmap end end`;

/** @param pages for each page its lines @param isPacked whether contents are deflated */
export function writePdf(pages, { isPacked = false, hasUnicode = false, isStandard = false } = {}) {
  // A font of the standard is loaded from its file, which takes longer than all the rest.
  const font = isStandard
    ? '/BaseFont /Helvetica'
    : `/BaseFont /Seed /FirstChar 32 /LastChar 126 /Widths [${'500 '.repeat(95)}]`;
  const stream = (text, facts = '') => {
    const bytes = isPacked ? deflateSync(text) : Buffer.from(text, 'latin1');
    const filter = isPacked ? ' /Filter /FlateDecode' : '';
    return Buffer.concat([
      Buffer.from(`<< /Length ${bytes.length}${filter}${facts} >>\nstream\n`),
      bytes,
      Buffer.from('\nendstream'),
    ]);
  };
  const first = hasUnicode ? 5 : 4;
  const kids = pages.map((_, place) => `${first + place * 2} 0 R`);
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en) >>',
    `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${pages.length} >>`,
    `<< /Type /Font /Subtype /Type1 ${font} /Encoding /WinAnsiEncoding${hasUnicode ? ' /ToUnicode 4 0 R' : ''} >>`,
    ...(hasUnicode ? [stream(toUnicode)] : []),
    ...pages.flatMap((lines, place) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents ${first + place * 2 + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      stream(writeContent(lines)),
    ]),
    '<< /Title (A seed) /ModDate (D:20240102030405Z) >>',
  ];
  return assemble(bodies);
}

function assemble(bodies) {
  const pieces = [Buffer.from('%PDF-1.7\n')];
  const offsets = [];
  let at = pieces[0].length;
  for (const [place, body] of bodies.entries()) {
    const piece = Buffer.concat([
      Buffer.from(`${place + 1} 0 obj\n`),
      Buffer.from(body),
      Buffer.from('\nendobj\n'),
    ]);
    offsets.push(at);
    at += piece.length;
    pieces.push(piece);
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = bodies.length + 1;
  pieces.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R /Info ${size - 1} 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(pieces);
}
