/**
 * Tokens in a terminal: what is read of each dataset, how sequences are filled, and the files.
 */
import type { Digest, TokensManifest } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';

const maxFiles = 8;
const maxLanguages = 6;

export function printTokens(digest: Digest, manifest: TokensManifest, context: CommandContext): void {
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

function nameLanguages(languages: TokensManifest['datasets'][number]['languages']): string {
  const rows = Object.entries(languages).sort(([, a], [, b]) => b.numTokens - a.numTokens);
  const total = rows.reduce((sum, [, { numTokens }]) => sum + numTokens, 0);
  return rows
    .slice(0, maxLanguages)
    .map(([language, { numTokens }]) => `${language} ${Math.round((numTokens / Math.max(1, total)) * 100)} %`)
    .join(', ');
}

function listFiles(files: TokensManifest['files'], { texts }: CommandContext): string {
  const lines = files.slice(0, maxFiles).map(({ name, numTokens }) => `${name}  ${formatCount(numTokens)}`);
  if (files.length > maxFiles) lines.push(fill(texts.andMore, { count: files.length - maxFiles }));
  return lines.join('\n');
}
