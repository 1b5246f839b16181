/**
 * `slipway receipt ANSWER`: prints the receipt of an answer, verified against the store and the ledger.
 */
import { answerId, type Receipt, type VerifiedReceipt } from '@slipway/contracts';
import { parseId } from '../arguments/parse-id.ts';
import type { CommandContext } from '../context/command-context.ts';
import { fill, type Texts } from '../messages/texts.ts';
import { padText } from '../output/display-width.ts';
import { formatCount, formatDuration, formatMoney } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import type { Command } from './command.ts';

export const receipt: Command = {
  register: (program, contextOf) => {
    program
      .command('receipt <answer>')
      .description('Print and verify the receipt of an answer')
      .action(async (id: string) => {
        const context = await contextOf();
        const params = { id: parseId(answerId, id, 'answer') };
        const verified = await context.withClient((client) => client.showReceipt({ params }));
        if (context.output.isJson) context.output.printJson(verified);
        else printReceipt(verified, context);
        if (!verified.isVerified) process.exitCode = 1;
      });
  },
};

export function printReceipt(
  { receipt, texts: kept, checks, isVerified }: VerifiedReceipt,
  { output, texts }: CommandContext,
): void {
  const line = (name: string, value: string) => output.print(`${paint.past(padText(name, 10))} ${value}`);
  const made = (one: { name: string; digest: string }) =>
    `${one.name} ${paint.past(one.digest.slice(0, 19))}`;
  output.print(paint.strong(receipt.answerId));
  if (kept) {
    line(texts.question, kept.question.trim());
    line(texts.answer, kept.answer.trim().replace(/\s*\n\s*/g, ' '));
  }
  line(texts.customer, `${receipt.customer} ${paint.past(receipt.industry)}`);
  line(texts.model, made(receipt.model));
  if (receipt.adapter) line(texts.adapter, made(receipt.adapter));
  if (receipt.base) line(texts.base, made(receipt.base));
  if (receipt.dataset) {
    const documents = fill(texts.documentCount, { count: formatCount(receipt.dataset.numDocuments) });
    line(texts.dataset, `${made(receipt.dataset)} ${documents}`);
  }
  const nameLicence = (one: string) => (one === 'unknown' ? texts.licenceUnknown : one);
  line(texts.licences, receipt.licences.map(nameLicence).join(', '));
  line(texts.gates, receipt.gates.map((gate) => `${gate.handover} ${gate.passed ? '✓' : '✗'}`).join('  '));
  for (const one of receipt.scores) line(texts.score, describeScore(one, texts));
  for (const one of receipt.citations)
    line(`[${one.number}]`, `${one.documentPath}  ${one.headings.at(-1) ?? one.title}`);
  if (receipt.citations.length === 0) line(texts.passages, texts.noPassage);
  const { numPromptTokens, numCachedTokens, numOutputTokens } = receipt.usage;
  const counts = { prompt: numPromptTokens, cached: numCachedTokens, output: numOutputTokens };
  line(texts.tokens, fill(texts.tokenCounts, counts));
  line(texts.price, formatMoney(receipt.price.amountMicroUnits, receipt.price.currency));
  line(texts.begun, receipt.at.slice(0, 19).replace('T', ' '));
  line(texts.took, formatDuration(receipt.durationMs, output.language));
  for (const check of checks) {
    const mark = check.passed ? paint.proven('✓') : paint.signal('✗');
    output.print(
      `${mark} ${padText(nameCheck(check.name, texts), 9)} ${paint.past(check.detail[output.language])}`,
    );
  }
  output.print(isVerified ? paint.proven(texts.verified) : paint.signal(texts.notVerified));
}

/** "1.059 ± 0.022 bits per byte, heldout-answers (118)". */
function describeScore(one: Receipt['scores'][number], texts: Texts): string {
  const interval = one.standardError === null ? '' : ` ± ${one.standardError.toFixed(3)}`;
  return `${one.value.toFixed(3)}${interval} ${one.unit}, ${one.task} ${paint.past(fill(texts.sampleCount, { count: one.numSamples }))}`;
}

/** A newer server may check what this command line has no word for. */
function nameCheck(name: string, texts: Texts): string {
  return Object.hasOwn(texts, name) ? texts[name as keyof Texts] : name;
}
