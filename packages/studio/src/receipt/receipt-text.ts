/**
 * The receipt as plain text, as wide as a slip: what "copy as text" gives.
 * Invariant: digests stand whole on lines of their own.
 */
import type { VerifiedReceipt } from '@slipway/contracts';
import type { Messages } from '../messages/messages.ts';
import { type ReceiptLine, receiptLines } from './receipt-lines.ts';

const numColumns = 42;

/** The width of a text in columns: Chinese characters and full-width signs take two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1;
  return width;
}

/** The receipt as text, lines joined by line feeds. */
export function receiptText(verified: VerifiedReceipt, messages: Messages): string {
  const lines = receiptLines(verified, messages).flatMap(printLine);
  return [
    'SLIPWAY',
    messages.t('receipt.title'),
    verified.receipt.answerId,
    '-'.repeat(numColumns),
    ...lines,
    '',
  ].join('\n');
}

function printLine(line: ReceiptLine): string[] {
  switch (line.type) {
    case 'rule':
      return ['-'.repeat(numColumns)];
    case 'heading':
      return [line.text];
    case 'tick':
      return [`${line.passed ? '✓' : '✕'} ${line.text}`];
    case 'passage':
      return [`[${line.number}] ${line.text}`];
    case 'pair': {
      const gap = Math.max(1, numColumns - textWidth(line.name) - textWidth(line.value));
      return [`${line.name}${' '.repeat(gap)}${line.value}`, ...(line.digest ? [`  ${line.digest}`] : [])];
    }
  }
}
