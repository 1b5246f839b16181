/**
 * `slipway prices`: lists prices, or sets a model's.
 */
import { price as priceSchema } from '@slipway/contracts';
import { formatMoney } from '../output/duration.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';
import { parseArgument } from './parse-argument.ts';

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
          const { output, configuration, withClient } = await contextOf();
          const body = parseArgument(
            priceSchema,
            {
              model,
              currency: options.currency ?? configuration.currency,
              inputPerMillion: toMicroUnits(input),
              cachedInputPerMillion: toMicroUnits(cached),
              outputPerMillion: toMicroUnits(out),
            },
            'price',
          );
          const answer = await withClient((client) => client.setPrice({ body }));
          if (output.isJson) output.printJson(answer);
        },
      );
  },
};

/** "0.15" -> 150000. Not a number stays one, for the schema to refuse. */
function toMicroUnits(amount: string): number {
  return Math.round(Number(amount) * 1e6);
}
