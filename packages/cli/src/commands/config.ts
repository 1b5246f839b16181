/**
 * `slipway config`: each value of the configuration with its origin.
 */
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const config: Command = {
  register: (program, contextOf) => {
    program
      .command('config')
      .description('Print each value of the configuration with its origin')
      .action(async () => {
        const { output, explainConfiguration } = await contextOf();
        const values = explainConfiguration();
        if (output.isJson) return output.printJson(values);
        output.print(
          renderTable(values, [
            { title: 'field', value: (one) => one.name },
            {
              title: 'value',
              value: (one) => (typeof one.value === 'string' ? one.value : JSON.stringify(one.value)),
            },
            { title: 'origin', value: (one) => one.origin },
          ]),
        );
      });
  },
};
