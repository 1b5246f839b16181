/**
 * What a tour keeps beside its run: the question that was asked of its model, and the answer.
 */
import type { AnswerId, RunId } from '@slipway/contracts';
import type { Migration, Queries } from '@slipway/core';
import { eq } from 'drizzle-orm';
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const tourAnswers = pgTable('tour_answers', {
  runId: text('run_id').$type<RunId>().primaryKey(),
  answerId: text('answer_id').$type<AnswerId>().notNull(),
  question: text('question').notNull(),
  answer: text('answer').notNull(),
  askedAt: timestamp('asked_at', { withTimezone: true, precision: 3 }).notNull(),
});

/** Question and answer word for word, which are kept for the tour's answer alone. */
export async function findKeptTexts(
  queries: Queries,
  id: AnswerId,
): Promise<{ question: string; answer: string } | undefined> {
  const { question, answer } = tourAnswers;
  const [row] = await queries
    .select({ question, answer })
    .from(tourAnswers)
    .where(eq(tourAnswers.answerId, id));
  return row;
}

/** To be applied under the owner `tour`. */
export const tourMigrations: readonly Migration[] = [
  {
    number: 1,
    title: 'answers of the tour',
    sql: `
      create table tour_answers (
        run_id text primary key,
        answer_id text not null,
        question text not null,
        answer text not null,
        asked_at timestamptz(3) not null
      );
    `,
  },
];
