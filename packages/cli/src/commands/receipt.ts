/**
 * `slipway receipt ANSWER`: prints the receipt of an answer, verified against the store and the ledger.
 */
import { answerId, type VerifiedReceipt } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill, type Texts } from '../messages/texts.ts';
import { padText } from '../output/display-width.ts';
import { formatCount, formatDuration, formatMoney } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import type { Command } from './command.ts';
import { parseArgument } from './parse-argument.ts';

export const receipt: Command = {
  register: (program, contextOf) => {
    program
      .command('receipt <answer>')
      .description('Print and verify the receipt of an answer')
      .action(async (id: string) => {
        const context = await contextOf();
        const params = { id: parseArgument(answerId, id, 'answer id') };
        const verified = await context.withClient((client) => client.showReceipt({ params }));
        if (context.output.isJson) context.output.printJson(verified);
        else printReceipt(verified, context);
        if (!verified.isVerified) process.exitCode = 1;
      });
  },
};

export function printReceipt(
  { receipt, checks, isVerified }: VerifiedReceipt,
  { output, texts }: CommandContext,
): void {
  const line = (name: string, value: string) => output.print(`${paint.past(padText(name, 10))} ${value}`);
  const made = (one: { name: string; digest: string }) =>
    `${one.name} ${paint.past(one.digest.slice(0, 19))}`;
  output.print(paint.strong(receipt.answerId));
  line(texts.model, made(receipt.model));
  if (receipt.adapter) line(texts.adapter, made(receipt.adapter));
  if (receipt.base) line(texts.base, made(receipt.base));
  if (receipt.dataset) {
    const documents = fill(texts.documentCount, { count: formatCount(receipt.dataset.numDocuments) });
    line(texts.dataset, `${made(receipt.dataset)} ${documents}`);
  }
  line(texts.licences, receipt.licences.join(', '));
  line(texts.gates, receipt.gates.map((gate) => `${gate.handover} ${gate.passed ? '✓' : '✗'}`).join('  '));
  for (const one of receipt.citations)
    line(`[${one.number}]`, `${one.documentPath}  ${one.headings.at(-1) ?? one.title}`);
  const { numPromptTokens, numCachedTokens, numOutputTokens } = receipt.usage;
  const counts = { prompt: numPromptTokens, cached: numCachedTokens, output: numOutputTokens };
  line(texts.tokens, fill(texts.tokenCounts, counts));
  line(texts.price, formatMoney(receipt.price.amountMicroUnits, receipt.price.currency));
  line(texts.time, `${receipt.at}  ${formatDuration(receipt.durationMs, output.language)}`);
  for (const check of checks) {
    const mark = check.passed ? paint.proven('✓') : paint.signal('✗');
    output.print(
      `${mark} ${padText(nameCheck(check.name, texts), 9)} ${paint.past(check.detail[output.language])}`,
    );
  }
  output.print(isVerified ? paint.proven(texts.verified) : paint.signal(texts.notVerified));
}

/** A newer server may check what this command line has no word for. */
function nameCheck(name: string, texts: Texts): string {
  return Object.hasOwn(texts, name) ? texts[name as keyof Texts] : name;
}
