/**
 * `slipway receipt ANSWER`: prints the receipt of an answer, verified against the store and the ledger.
 */
import { answerId, type VerifiedReceipt } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { formatDuration, formatMoney } from '../output/duration.ts';
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
  const line = (name: string, value: string) => output.print(`${paint.past(name.padEnd(10))} ${value}`);
  const made = (one: { name: string; digest: string }) =>
    `${one.name} ${paint.past(one.digest.slice(0, 19))}`;
  output.print(paint.strong(receipt.answerId));
  line('model', made(receipt.model));
  if (receipt.adapter) line('adapter', made(receipt.adapter));
  if (receipt.base) line('base', made(receipt.base));
  if (receipt.dataset) line('dataset', `${made(receipt.dataset)} ${receipt.dataset.numDocuments}`);
  line('licences', receipt.licences.join(', '));
  line('gates', receipt.gates.map((gate) => `${gate.handover} ${gate.passed ? '✓' : '✗'}`).join('  '));
  for (const one of receipt.citations)
    line(`[${one.number}]`, `${one.documentPath}  ${one.headings.at(-1) ?? one.title}`);
  line(
    'tokens',
    `${receipt.usage.numPromptTokens} in (${receipt.usage.numCachedTokens} cached), ${receipt.usage.numOutputTokens} out`,
  );
  line('price', formatMoney(receipt.price.amountMicroUnits, receipt.price.currency));
  line('time', `${receipt.at}  ${formatDuration(receipt.durationMs, output.language)}`);
  for (const check of checks) {
    const mark = check.passed ? paint.proven('✓') : paint.signal('✗');
    output.print(`${mark} ${check.name.padEnd(9)} ${paint.past(check.detail)}`);
  }
  output.print(isVerified ? paint.proven(texts.verified) : paint.signal(texts.notVerified));
}
