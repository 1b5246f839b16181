/**
 * `slipway answers`: the newest answers, each with the id that its receipt and its lineage are found by.
 */
import { parseNumber } from '../arguments/parse-number.ts';
import { formatCount, formatMoney } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const answers: Command = {
  register: (program, contextOf) => {
    program
      .command('answers')
      .description('List answers, the newest first')
      .option('--limit <n>', 'how many', '20')
      .action(async (options: { limit: string }) => {
        const { output, texts, withClient } = await contextOf();
        const query = { limit: parseNumber(options.limit, 'limit', { min: 1, max: 1000 }) };
        const answer = await withClient((client) => client.listAnswers({ query }));
        if (output.isJson) return output.printJson(answer);
        if (answer.answers.length === 0) return output.print(texts.nothingYet);
        output.print(
          renderTable(answer.answers, [
            { title: texts.answer, value: (one) => one.answerId },
            { title: texts.begun, value: (one) => one.at.slice(0, 19).replace('T', ' ') },
            { title: texts.model, value: (one) => one.model },
            { title: texts.customer, value: (one) => one.customer },
            { title: texts.passages, value: (one) => (one.grounding === 'none' ? texts.none : '✓') },
            { title: texts.tokensIn, value: (one) => formatCount(one.numPromptTokens), align: 'right' },
            { title: texts.tokensOut, value: (one) => formatCount(one.numOutputTokens), align: 'right' },
            {
              title: texts.amount,
              value: (one) => formatMoney(one.amountMicroUnits, one.currency),
              align: 'right',
            },
          ]),
        );
        output.note(paint.past(texts.receiptHow));
      });
  },
};
