/**
 * `slipway data classifier train`, `slipway data perplexity train`: models that `slipway data run` asks of documents, with a report on what
 * was held out.
 */
import type { Digest } from '@slipway/contracts';
import type { Command as Program } from 'commander';
import { z } from 'zod';
import type { CommandContext } from '../context/command-context.ts';
import { readNumber } from '../data-recipe/data-recipe-flags.ts';
import { type ModelFlags, type ModelKind, makeModelRecipe } from '../data-recipe/make-model-recipe.ts';
import { modelOptions } from '../data-recipe/name-options.ts';
import { fill } from '../messages/texts.ts';
import { renderTable } from '../output/table.ts';
import { carryOut } from '../recipes/carry-out.ts';
import type { ContextOf } from './command.ts';

/** What the stages write into the facts of what they make. */
const classifierReport = z.object({
  heldOut: z.object({
    numGood: z.number(),
    numBad: z.number(),
    auc: z.number(),
    aucError: z.number(),
    accuracy: z.number(),
    accuracyError: z.number(),
    thresholds: z.array(
      z.object({ minScore: z.number(), goodKept: z.number(), badKept: z.number(), precision: z.number() }),
    ),
  }),
});
const perplexityReport = z.object({
  heldOut: z.object({
    numDocuments: z.number(),
    quantiles: z.array(z.object({ share: z.number(), perplexity: z.number() })),
  }),
});

export function addModelCommands(family: Program, contextOf: ContextOf): void {
  const classifier = family.command('classifier').description('Classifiers of good and bad documents');
  classifier
    .command('train')
    .description('Train a classifier on examples')
    .requiredOption('--good <path>', 'documents of the kind that is wanted')
    .requiredOption('--bad <path>', 'documents of the kind that is not')
    .option('--name <name>', 'name of the model')
    .option('--heldout <share>', 'share of the examples that is measured on (0.2)', readNumber)
    .option('--dry-run', 'print the plan, run nothing')
    .action(async (flags: TrainFlags) => trainModel('classifier', flags, await contextOf()));
  const perplexity = family.command('perplexity').description('Models of good text, for perplexity');
  perplexity
    .command('train')
    .description('Train a perplexity model on examples')
    .requiredOption('--good <path>', 'documents of the kind that is wanted')
    .option('--name <name>', 'name of the model')
    .option('--heldout <share>', 'share of the examples that is measured on (0.2)', readNumber)
    .option('--dry-run', 'print the plan, run nothing')
    .action(async (flags: TrainFlags) => trainModel('perplexity', flags, await contextOf()));
}

interface TrainFlags extends ModelFlags {
  dryRun?: boolean;
}

async function trainModel(kind: ModelKind, flags: TrainFlags, context: CommandContext): Promise<void> {
  await context.withClient(async (client) => {
    const wanted = `${kind}.${kind}`;
    const dryRun = flags.dryRun ?? false;
    const model = await carryOut(client, makeModelRecipe(kind, flags), {
      context,
      dryRun,
      wanted,
      names: modelOptions,
    });
    if (model === undefined) return;
    const { manifest } = await client.showArtifact({ params: { digest: model } });
    const { report } = manifest.facts;
    if (context.output.isJson) context.output.printJson({ model, report });
    else if (kind === 'classifier') printClassifier(classifierReport.parse(report), model, context);
    else printPerplexity(perplexityReport.parse(report), model, context);
  });
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

function printClassifier(
  { heldOut }: z.infer<typeof classifierReport>,
  model: Digest,
  { output, texts }: CommandContext,
): void {
  const { numGood, numBad, auc, aucError, accuracy, accuracyError, thresholds } = heldOut;
  const numbers = {
    good: numGood,
    bad: numBad,
    auc: auc.toFixed(3),
    aucError: aucError.toFixed(3),
    accuracy: percent(accuracy),
    accuracyError: percent(accuracyError),
  };
  output.print(fill(texts.classifierScores, numbers));
  output.print(
    renderTable(thresholds, [
      { title: '--min-score', value: ({ minScore }) => minScore.toFixed(1), align: 'right' },
      { title: texts.goodKept, value: ({ goodKept }) => percent(goodKept), align: 'right' },
      { title: texts.badKept, value: ({ badKept }) => percent(badKept), align: 'right' },
      { title: texts.precision, value: ({ precision }) => percent(precision), align: 'right' },
    ]),
  );
  output.print(fill(texts.useClassifier, { model }));
}

function printPerplexity(
  { heldOut }: z.infer<typeof perplexityReport>,
  model: Digest,
  { output, texts }: CommandContext,
): void {
  output.print(fill(texts.perplexityScores, { documents: heldOut.numDocuments }));
  output.print(
    renderTable(heldOut.quantiles, [
      { title: texts.shareBelow, value: ({ share }) => percent(share), align: 'right' },
      { title: texts.perplexity, value: ({ perplexity }) => perplexity.toFixed(2), align: 'right' },
    ]),
  );
  const most = heldOut.quantiles.find(({ share }) => share >= 0.95)?.perplexity ?? 0;
  output.print(fill(texts.usePerplexity, { model, most: most.toFixed(2) }));
}
