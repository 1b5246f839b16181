/**
 * Tokens in a terminal: what is read of each dataset, what is left aside, how sequences are filled, and the files.
 */
import type { Digest, TokensManifest } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill, type Texts } from '../messages/texts.ts';
import { formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';
import type { LeftAside } from './count-left-aside.ts';

const maxFiles = 8;
const maxLanguages = 6;

/** Tokens, and what was not taken into them. */
export interface PrintedTokens {
  digest: Digest;
  manifest: TokensManifest;
  leftAside: LeftAside;
}

export function printTokens(
  { digest, manifest, leftAside }: PrintedTokens,
  context: Pick<CommandContext, 'output' | 'texts'>,
): void {
  const { output, texts } = context;
  const { numTokens, numDocuments, files, fileFormat, packing } = manifest;
  const counts = { tokens: formatCount(numTokens), documents: formatCount(numDocuments) };
  output.print(paint.strong(fill(texts.tokensAre, { ...counts, files: files.length, format: fileFormat })));
  if (packing)
    output.print(
      fill(texts.packedAs, {
        sequences: formatCount(packing.numSequences),
        length: formatCount(packing.sequenceTokens),
        padding: (packing.paddingShare * 100).toFixed(2),
        cut: formatCount(packing.numCut),
      }),
    );
  const aside = tellLeftAside(manifest, leftAside, texts);
  if (aside !== undefined) output.print(aside);
  output.print('');
  output.print(
    renderTable(manifest.datasets, [
      { title: texts.dataset, value: ({ name }) => name },
      { title: texts.documents, value: (one) => formatCount(one.numDocumentsRead), align: 'right' },
      { title: texts.tokens, value: (one) => formatCount(one.numTokensRead), align: 'right' },
      { title: texts.epochs, value: ({ epochs }) => epochs.toFixed(2), align: 'right' },
      { title: texts.share, value: ({ share }) => `${(share * 100).toFixed(2)} %`, align: 'right' },
      { title: texts.languages, value: (one) => nameLanguages(one.languages) },
    ]),
  );
  for (const sentence of manifest.explanation) output.print(paint.past(sentence));
  output.print(`\n${listFiles(files, context)}`);
  output.print(`\n${texts.tokens} ${digest}`);
}

/** Which documents of the datasets were not taken; nothing where all were. */
function tellLeftAside(
  { split }: TokensManifest,
  { numDocuments, numAside }: LeftAside,
  texts: Texts,
): string | undefined {
  if (split === 'all' || numAside === 0) return undefined;
  const counts = { all: formatCount(numDocuments), aside: formatCount(numAside) };
  return fill(split === 'train' ? texts.tokensTrain : texts.tokensHeldout, counts);
}

function nameLanguages(languages: TokensManifest['datasets'][number]['languages']): string {
  const rows = Object.entries(languages).sort(([, a], [, b]) => b.numTokens - a.numTokens);
  const total = rows.reduce((sum, [, { numTokens }]) => sum + numTokens, 0);
  return rows
    .slice(0, maxLanguages)
    .map(([language, { numTokens }]) => `${language} ${Math.round((numTokens / Math.max(1, total)) * 100)} %`)
    .join(', ');
}

function listFiles(files: TokensManifest['files'], { texts }: Pick<CommandContext, 'texts'>): string {
  const lines = files.slice(0, maxFiles).map(({ name, numTokens }) => `${name}  ${formatCount(numTokens)}`);
  if (files.length > maxFiles) lines.push(fill(texts.andMore, { count: files.length - maxFiles }));
  return lines.join('\n');
}
