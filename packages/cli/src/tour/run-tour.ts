/**
 * Runs the tour against a server and tells how it went.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@slipway/client';
import { type Comparison, isSlipwayError, type TourSummary } from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { followRun } from '../following/follow-run.ts';
import { fill } from '../messages/texts.ts';
import { formatCount, formatDuration } from '../output/duration.ts';
import { explainError } from '../output/explain-error.ts';
import { paint } from '../output/output.ts';
import { createLanguageAdvice } from './language-advice.ts';

export interface TourChoice {
  documents?: string;
  licence?: string;
  model?: string;
  size: 'full' | 'small';
}

/** How long the engine may take to be back before the tour's question is given up. */
const answerPatienceMs = 120_000;

/** @returns whether every step and gate passed and the receipt verified */
export async function runTour(client: Client, choice: TourChoice, context: CommandContext): Promise<boolean> {
  const { output } = context;
  const { runId } = await client.startTour({ body: choice });
  // With --json the summary is the one document on standard output: progress goes to people only.
  const onSettled = createLanguageAdvice(client, context);
  await followRun(client, runId, { ...context, output: { ...output, isJson: false }, onSettled });
  const summary = await finish(client, context.signal);
  if (output.isJson) output.printJson(summary);
  else printSummary(summary, context);
  return summary.passed;
}

async function finish(client: Client, signal: AbortSignal | undefined): Promise<TourSummary> {
  const giveUpAt = Date.now() + answerPatienceMs;
  for (;;) {
    try {
      return (await client.finishTour(signal ? { signal } : {})).summary;
    } catch (error) {
      if (!isSlipwayError(error) || !error.retryable || Date.now() > giveUpAt) throw error;
    }
    await sleep(500, undefined, { signal });
  }
}

function printSummary(summary: TourSummary, context: CommandContext): void {
  const { output, texts } = context;
  for (const comparison of summary.comparisons)
    output.print(describeComparison(comparison, boundOf(comparison, summary), context));
  if (summary.comparisons.length > 0) output.print(paint.past(texts.comparisonNote));
  for (const gate of summary.gates) {
    const mark = gate.passed ? paint.proven('✓') : paint.signal('✗');
    const facts = { checks: gate.checks.length, positions: formatCount(gate.numPositions) };
    output.print(`${mark} ${fill(texts.gateChecks, { handover: gate.handover, ...facts })}`);
  }
  if (summary.answer) {
    output.print(`\n${paint.strong(summary.answer.question)}\n${summary.answer.text.trim()}\n`);
    for (const one of summary.answer.citations) {
      output.print(paint.past(`[${one.number}] ${one.documentPath}  ${one.headings.at(-1) ?? one.title}`));
    }
    output.print(paint.past(fill(texts.receiptOf, { id: summary.answer.id })));
  }
  if (summary.caveat) output.print(`\n${summary.caveat[output.language]}`);
  const time = formatDuration(summary.durationMs, output.language);
  output.print(
    summary.passed ? paint.proven(fill(texts.tourPassed, { time })) : paint.signal(texts.tourFailed),
  );
  if (summary.error) {
    for (const line of explainError(summary.error, output.language)) output.print(line);
  }
}

/** By how much quantising may worsen a score and still pass its gate; undefined where no gate passed that bounds it. */
function boundOf({ from, to, metric }: Comparison, { gates }: TourSummary): number | undefined {
  if (from !== 'tuned' || to !== 'quantised') return undefined;
  const gate = gates.find((one) => one.handover === 'quantise' && one.passed);
  return gate?.checks.find((check) => check.name === metric)?.bound;
}

function describeComparison(one: Comparison, bound: number | undefined, { texts }: CommandContext): string {
  const isWithin = bound !== undefined && Math.abs(one.difference) <= bound;
  const verdicts = {
    better: paint.proven(texts.better),
    worse: isWithin ? paint.past(fill(texts.worseWithin, { bound })) : paint.signal(texts.worse),
    'no-difference-shown': paint.past(texts.noDifference),
  };
  const interval = `${one.difference >= 0 ? '+' : ''}${one.difference.toFixed(4)} ± ${one.standardError?.toFixed(4) ?? '–'}`;
  return `${one.task.padEnd(10)} ${one.from} → ${one.to}: ${interval} ${one.metric} (${one.numPairs}) ${verdicts[one.verdict]}`;
}
