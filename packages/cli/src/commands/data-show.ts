/**
 * `slipway data show DATASET DOCUMENT`: what the source of a document said and what the dataset keeps, or the rule that dropped it.
 */
import type { Command as Program } from 'commander';
import { findArtifact } from '../artifacts/find-artifact.ts';
import { printComparison } from '../data-card/print-comparison.ts';
import type { ContextOf } from './command.ts';

/** Adds the command to the family of `slipway data`. */
export function registerShow(family: Program, contextOf: ContextOf): void {
  family
    .command('show <dataset> <document>')
    .description('Show a document before and after: by its path, or its digest')
    .option('--whole', 'show what did not change, too')
    .action(async (reference: string, document: string, { whole = false }: { whole?: boolean }) => {
      const context = await contextOf();
      const comparison = await context.withClient(async (client) => {
        const digest = await findArtifact(client, reference, 'dataset');
        return client.compareDocument({ params: { digest }, query: { document } });
      });
      if (context.output.isJson) context.output.printJson(comparison);
      else printComparison(comparison, { whole, context });
    });
}
