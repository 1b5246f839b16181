/**
 * `slipway config`: each value of the configuration with its origin.
 */
import { findServer } from '../connection/reach-server.ts';
import { fill } from '../messages/texts.ts';
import { renderTable } from '../output/table.ts';
import type { Command } from './command.ts';

export const config: Command = {
  register: (program, contextOf) => {
    program
      .command('config')
      .description('Print each value of the configuration with its origin')
      .action(async () => {
        const { output, texts, configuration, explainConfiguration } = await contextOf();
        const values = explainConfiguration();
        if (output.isJson) return output.printJson(values);
        output.print(
          renderTable(values, [
            { title: texts.field, value: (one) => one.name },
            {
              title: texts.value,
              value: (one) => (typeof one.value === 'string' ? one.value : JSON.stringify(one.value)),
            },
            { title: texts.origin, value: (one) => one.origin },
          ]),
        );
        output.note('');
        output.note(
          configuration.file ? fill(texts.configFile, { file: configuration.file }) : texts.configFileNone,
        );
        // A port given to a server when it was started is in no file.
        const server = await findServer(configuration);
        if (server) output.note(fill(texts.serverRuns, { url: server.url }));
      });
  },
};
