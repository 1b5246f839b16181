/**
 * `slipway data run PATH`: documents of any format to a dataset, and its card. `slipway data card DATASET`: the card again.
 * `slipway data show DATASET DOCUMENT`: a document before and after (`data-show.ts`).
 * `slipway data what-if DATASET`: what it would be with other bounds (`data-what-if.ts`).
 * `slipway data tokens DATASET...`: tokens for training (`data-tokens.ts`). `slipway data plan`, `data task`: many machines (`data-plan.ts`).
 * `slipway data languages`: what `--languages` takes (`data-languages.ts`).
 */
import { writeFile } from 'node:fs/promises';
import type { Client } from '@slipway/client';
import type { Digest } from '@slipway/contracts';
import { findArtifact } from '../artifacts/find-artifact.ts';
import type { CommandContext } from '../context/command-context.ts';
import { requireParent } from '../context/require-parent.ts';
import { readCardSubject } from '../data-card/card-subject.ts';
import { renderCardPage } from '../data-card/page/render-card-page.ts';
import { printCard } from '../data-card/print-card.ts';
import { addDataRecipeFlags, type DataRecipeFlags } from '../data-recipe/data-recipe-flags.ts';
import { type DataRecipeModels, makeDataRecipe } from '../data-recipe/make-data-recipe.ts';
import { dataOptions } from '../data-recipe/name-options.ts';
import { carryOut } from '../recipes/carry-out.ts';
import type { Command } from './command.ts';
import { registerLanguages } from './data-languages.ts';
import { addModelCommands } from './data-models.ts';
import { registerPlan } from './data-plan.ts';
import { registerShow } from './data-show.ts';
import { registerTokens } from './data-tokens.ts';
import { registerWhatIf } from './data-what-if.ts';

interface RunFlags extends DataRecipeFlags {
  dryRun?: boolean;
  html?: string;
}

export const data: Command = {
  register: (program, contextOf) => {
    const family = program.command('data').description('Make datasets, and look at them');
    addDataRecipeFlags(
      family.command('run <path>').description('Make a dataset of a folder, a file or an archive'),
    )
      .option('--html <file>', 'write the card as a page')
      .option('--dry-run', 'print the plan, run nothing')
      .action(async (path: string, flags: RunFlags) => runData(path, flags, await contextOf()));
    addModelCommands(family, contextOf);
    family
      .command('card <dataset>')
      .description('Print the card of a dataset')
      .option('--html <file>', 'write the card as a page')
      .action(async (reference: string, { html }: Pick<RunFlags, 'html'>) => {
        const context = await contextOf();
        if (html !== undefined) await requireParent('--html', html);
        const dataset = await context.withClient((client) => findArtifact(client, reference, 'dataset'));
        await showCard(dataset, html, context);
      });
    registerTokens(family, contextOf);
    registerShow(family, contextOf);
    registerWhatIf(family, contextOf);
    registerPlan(family, contextOf);
    registerLanguages(family, contextOf);
  },
};

async function runData(path: string, flags: RunFlags, context: CommandContext): Promise<void> {
  if (flags.html !== undefined) await requireParent('--html', flags.html);
  const dataset = await context.withClient(async (client) => {
    const recipe = makeDataRecipe(path, flags, await findModels(client, flags));
    return await carryOut(client, recipe, {
      context,
      dryRun: flags.dryRun ?? false,
      wanted: 'dataset.dataset',
      names: dataOptions,
    });
  });
  if (dataset) await showCard(dataset, flags.html, context);
}

/** The models that options name, where they are known by a name or by some digits of their digest. */
async function findModels(
  client: Client,
  { perplexity, classifier }: DataRecipeFlags,
): Promise<DataRecipeModels> {
  return {
    ...(perplexity ? { perplexity: await findArtifact(client, perplexity, 'perplexity-model') } : {}),
    ...(classifier ? { classifier: await findArtifact(client, classifier, 'classifier') } : {}),
  };
}

async function showCard(dataset: Digest, html: string | undefined, context: CommandContext): Promise<void> {
  const { card, subject } = await context.withClient(async (client) => ({
    card: await client.showDataCard({ params: { digest: dataset } }),
    subject: await readCardSubject(client, dataset),
  }));
  const { output } = context;
  if (html !== undefined) await writeFile(html, renderCardPage({ card, subject, language: output.language }));
  if (output.isJson) output.printJson({ dataset, card });
  else printCard(card, subject, context);
}
