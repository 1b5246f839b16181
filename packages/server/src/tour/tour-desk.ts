/**
 * The tour as the API offers it: start one, see how far it is, ask its question at the end.
 * Invariant: at most one tour runs, however many ask at once; a tour that is asked for again while it runs is the same one, and one with
 * other choices is refused. What is not chosen is as in the newest tour.
 */
import {
  type AnswerId,
  type Deployment,
  type Pair,
  pair,
  type Recipe,
  type Run,
  type RunId,
  type RunSummary,
  SlipwayError,
  type Statement,
  type TourSummary,
  tourAlias,
  type VerifiedReceipt,
} from '@slipway/contracts';
import { type ArtifactStore, collectRecords, type Database } from '@slipway/core';
import { readTourOptions, type TourOptions, tourRecipe } from '@slipway/stages';
import { desc, eq } from 'drizzle-orm';
import { askQuestion, chooseQuestion } from './ask-question.ts';
import { summariseTour } from './summarise-tour.ts';
import { tourAnswers } from './tour-table.ts';

/** What is left out is as in the newest tour. */
export type TourChoice = { [Field in keyof TourOptions]?: TourOptions[Field] | undefined };

export interface TourDesk {
  /** @throws SlipwayError `tour-already-running` where one with other choices runs */
  start(choice: TourChoice): Promise<RunId>;
  show(): Promise<TourSummary | null>;
  /** @throws SlipwayError `deployment-not-ready` while its model does not serve */
  finish(): Promise<TourSummary>;
}

export interface TourDeskOptions {
  database: Database;
  store: ArtifactStore;
  /** Documents of a tour that names none. */
  defaultDocuments: string;
  runs: {
    start(recipe: Recipe): Promise<RunId>;
    newest(recipe: string): Promise<RunSummary | undefined>;
    show(id: RunId): Promise<Run>;
  };
  deployments(): Promise<Deployment[]>;
  gateway(): { url: string; key: string } | undefined;
  receipt(id: AnswerId): Promise<VerifiedReceipt>;
  statement(): Promise<Statement>;
}

export function createTourDesk(options: TourDeskOptions): TourDesk {
  const { runs } = options;
  let starting: Promise<unknown> = Promise.resolve();
  let finishing: Promise<TourSummary> | undefined;
  return {
    start(choice) {
      // One after another: the second of two finds the first one running.
      const started = starting.then(() => start(options, choice));
      starting = started.catch(() => undefined);
      return started;
    },
    async show() {
      const newest = await runs.newest('tour');
      return newest ? summarise(options, await runs.show(newest.id)) : null;
    },
    finish() {
      finishing ??= finish(options).finally(() => {
        finishing = undefined;
      });
      return finishing;
    },
  };
}

async function start(options: TourDeskOptions, choice: TourChoice): Promise<RunId> {
  const { runs } = options;
  const newest = await runs.newest('tour');
  const before = newest && readTourOptions((await runs.show(newest.id)).definition);
  if (newest?.state === 'running') {
    requireSame(newest.id, choice, before);
    return newest.id;
  }
  const {
    documents = before?.documents ?? options.defaultDocuments,
    model = before?.model ?? 'default',
    size = before?.size ?? 'full',
  } = choice;
  // What is known of other documents says nothing of these.
  const licence = choice.licence ?? (documents === before?.documents ? before.licence : undefined);
  return runs.start(tourRecipe({ documents, model, size, ...(licence === undefined ? {} : { licence }) }));
}

function requireSame(running: RunId, choice: TourChoice, before: TourOptions | undefined): void {
  const other = (['documents', 'model', 'size', 'licence'] as const).find(
    (field) => choice[field] !== undefined && choice[field] !== before?.[field],
  );
  if (other === undefined) return;
  throw new SlipwayError({
    code: 'tour-already-running',
    message: `a tour with other ${other} is running: ${before?.[other] ?? 'a recipe of its own'}, not ${choice[other]}`,
    hint: `Wait for it, or cancel it first: \`slipway cancel ${running}\`.`,
  });
}

async function finish(options: TourDeskOptions): Promise<TourSummary> {
  const newest = await options.runs.newest('tour');
  if (!newest)
    throw new SlipwayError({
      code: 'run-unknown',
      message: 'there has been no tour yet',
      hint: 'Start one.',
    });
  const run = await options.runs.show(newest.id);
  if (run.state === 'running') throw notReady('the tour is still running');
  if (run.state === 'succeeded' && !(await findAnswer(options, run.id))) await ask(options, run);
  return summarise(options, run);
}

async function ask(options: TourDeskOptions, run: Run): Promise<void> {
  const gateway = options.gateway();
  const serving = (await options.deployments()).find(
    (one) => one.alias === tourAlias && one.state === 'serving',
  );
  if (!gateway)
    throw notReady('the gateway is not running at the moment', 'Wait a little: it is started again.');
  if (!serving) throw notReady('the model is not serving yet');
  const pairs = run.steps.find((step) => step.name === 'pairs')?.outputs.pairs;
  if (!pairs) throw notReady('the tour has no pairs');
  const heldout = await collectRecords<Pair>(await options.store.locateFile(pairs, 'heldout.jsonl'), pair);
  const question = chooseQuestion(heldout) ?? 'What are these documents about?';
  const before = await findEarlierAnswer(options, serving, question);
  const { answerId, text } =
    before ?? (await askQuestion({ gatewayUrl: gateway.url, key: gateway.key, question }));
  await options.database
    .insert(tourAnswers)
    .values({ runId: run.id, answerId, question, answer: text, askedAt: new Date() })
    .onConflictDoNothing();
}

/** The same question to the same deployment has its answer: to ask again would only be booked again. */
async function findEarlierAnswer(
  { database, receipt }: TourDeskOptions,
  serving: Deployment,
  question: string,
): Promise<{ answerId: AnswerId; text: string } | undefined> {
  const [row] = await database
    .select()
    .from(tourAnswers)
    .where(eq(tourAnswers.question, question))
    .orderBy(desc(tourAnswers.askedAt))
    .limit(1);
  if (!row) return undefined;
  const known = await receipt(row.answerId).catch(() => undefined);
  const isSame = known?.isVerified === true && known.receipt.deploymentId === serving.id;
  return isSame ? { answerId: row.answerId, text: row.answer } : undefined;
}

async function findAnswer({ database }: TourDeskOptions, runId: RunId) {
  const [row] = await database.select().from(tourAnswers).where(eq(tourAnswers.runId, runId));
  return row;
}

async function summarise(options: TourDeskOptions, run: Run): Promise<TourSummary> {
  const { store } = options;
  const row = await findAnswer(options, run.id);
  if (!row) return summariseTour({ run, store });
  const receipt = await options.receipt(row.answerId);
  const { citations } = receipt.receipt;
  const answer = { id: row.answerId, question: row.question, text: row.answer, citations, receipt };
  return summariseTour({ run, store, answer, statement: await options.statement() });
}

function notReady(message: string, hint = 'Wait until the last step is done.'): SlipwayError {
  return new SlipwayError({ code: 'deployment-not-ready', message, hint });
}
