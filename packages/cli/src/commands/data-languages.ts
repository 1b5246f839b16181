/**
 * `slipway data languages`: the languages that documents are told by, as `--languages` takes them.
 */
import type { Command as Program } from 'commander';
import { renderTable } from '../output/table.ts';
import type { ContextOf } from './command.ts';

/** Adds the command to the family of `slipway data`. */
export function registerLanguages(family: Program, contextOf: ContextOf): void {
  family
    .command('languages')
    .description('List the languages that documents are told by')
    .action(async () => {
      const { output, texts } = await contextOf();
      const { listKnownLanguages } = await import('@slipway/text');
      const names = new Intl.DisplayNames(output.language, { type: 'language' });
      const languages = listKnownLanguages().map((tag) => ({ tag, name: names.of(tag) ?? tag }));
      if (output.isJson) output.printJson({ languages });
      else
        output.print(
          renderTable(languages, [
            { title: texts.language, value: ({ tag }) => tag },
            { title: texts.name, value: ({ name }) => name },
          ]),
        );
    });
}
