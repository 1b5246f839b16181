/**
 * `slipway data what-if DATASET --set RULE.BOUND=NUMBER`: what a dataset would be with other bounds of its rules.
 */
import type { WhatIfRequest } from '@slipway/contracts';
import type { Command as Program } from 'commander';
import { findArtifact } from '../artifacts/find-artifact.ts';
import type { CommandContext } from '../context/command-context.ts';
import { printWhatIf } from '../data-card/print-what-if.ts';
import { readBound } from '../data-card/read-bound.ts';
import type { ContextOf } from './command.ts';

interface WhatIfFlags {
  set: string[];
  limit: number;
}

/** Named of each kind where nothing else is asked. */
const defaultNamed = 8;

/** Adds the command to the family of `slipway data`. */
export function registerWhatIf(family: Program, contextOf: ContextOf): void {
  family
    .command('what-if <dataset>')
    .description('Tell what a dataset would be with other bounds of its rules, without reading it again')
    .option(
      '--set <bound>',
      'a bound, such as gopher-quality.minWords=30, or fineweb/gopher-quality.minWords=30 for one recipe; may be given again',
      (bound: string, before: string[]) => [...before, bound],
      [],
    )
    .option('--limit <count>', 'how many documents are named of each kind', Number, defaultNamed)
    .action(async (reference: string, { set, limit }: WhatIfFlags) =>
      askWhatIf(reference, { bounds: set.map(readBound), numNamed: limit }, await contextOf()),
    );
}

async function askWhatIf(reference: string, body: WhatIfRequest, context: CommandContext): Promise<void> {
  const answer = await context.withClient(async (client) => {
    const digest = await findArtifact(client, reference, 'dataset');
    return client.askWhatIf({ params: { digest }, body });
  });
  if (context.output.isJson) context.output.printJson(answer);
  else printWhatIf(answer, context);
}
