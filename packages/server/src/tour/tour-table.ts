/**
 * What a tour keeps beside its run: the question that was asked of its model, and the answer.
 * Invariant: both are kept character for character, NUL too, which a model may write: receipts are verified against them.
 */
import type { AnswerId, RunId } from '@slipway/contracts';
import { jsonColumn, type Migration, type Queries } from '@slipway/core';
import { eq } from 'drizzle-orm';
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const tourAnswers = pgTable('tour_answers', {
  runId: text('run_id').$type<RunId>().primaryKey(),
  answerId: text('answer_id').$type<AnswerId>().notNull(),
  question: jsonColumn<string>('question').notNull(),
  answer: jsonColumn<string>('answer').notNull(),
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
  {
    number: 2,
    title: 'question and answer of the tour as JSON, which holds every character',
    sql: 'update tour_answers set question = to_json(question)::text, answer = to_json(answer)::text;',
  },
];
