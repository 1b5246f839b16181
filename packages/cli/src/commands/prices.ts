/**
 * `slipway prices`: lists prices, or sets a model's.
 */
import { price as priceSchema } from '@slipway/contracts';
import { parseAmount } from '../arguments/parse-amount.ts';
import { parseArgument } from '../arguments/parse-argument.ts';
import { fill } from '../messages/texts.ts';
import { formatMoney } from '../output/duration.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const prices: Command = {
  register: (program, contextOf) => {
    const group = program.command('prices').description('Prices per million tokens');
    group
      .command('list', { isDefault: true })
      .description('List prices')
      .action(async () => {
        const { output, texts, withClient } = await contextOf();
        const answer = await withClient((client) => client.listPrices());
        if (output.isJson) return output.printJson(answer);
        output.print(
          renderTable(answer.prices, [
            { title: texts.model, value: (one) => one.model },
            {
              title: texts.tokensIn,
              value: (one) => formatMoney(one.inputPerMillion, one.currency),
              align: 'right',
            },
            {
              title: texts.tokensCached,
              value: (one) => formatMoney(one.cachedInputPerMillion, one.currency),
              align: 'right',
            },
            {
              title: texts.tokensOut,
              value: (one) => formatMoney(one.outputPerMillion, one.currency),
              align: 'right',
            },
          ]),
        );
      });
    group
      .command('set <model> <input> <cached> <output>')
      .description('Set prices in whole units of the currency per million tokens')
      .option('--currency <code>', 'ISO 4217')
      .action(
        async (model: string, input: string, cached: string, out: string, options: { currency?: string }) => {
          const { output, texts, configuration, withClient } = await contextOf();
          const { currency } = priceSchema.shape;
          const body = {
            model,
            currency: parseArgument(currency, options.currency ?? configuration.currency, 'currency'),
            inputPerMillion: parseAmount(input, 'price of input tokens'),
            cachedInputPerMillion: parseAmount(cached, 'price of cached tokens'),
            outputPerMillion: parseAmount(out, 'price of output tokens'),
          };
          const answer = await withClient((client) => client.setPrice({ body }));
          if (output.isJson) output.printJson(answer);
          else output.print(fill(texts.priceSet, { model }));
        },
      );
  },
};
