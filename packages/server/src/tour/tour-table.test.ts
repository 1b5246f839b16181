import { newId } from '@slipway/contracts';
import { migrate } from '@slipway/core';
import { describeOnBothDatabases } from '@slipway/core/testing';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { findKeptTexts, tourAnswers, tourMigrations } from './tour-table.ts';

describeOnBothDatabases('what a tour keeps', (fixture) => {
  const texts = { question: 'What\tis “slipway”?\n', answer: 'a\0b \\u0000 "港口" \u{1F6A2}' };

  it('keeps question and answer character for character, whatever a model wrote', async () => {
    const database = await fixture.open();
    await migrate(database, 'tour', tourMigrations);
    const answerId = newId('answer');
    await database
      .insert(tourAnswers)
      .values({ runId: newId('run'), answerId, ...texts, askedAt: new Date() });
    expect(await findKeptTexts(database, answerId)).toEqual(texts);
  });

  it('reads what was kept before', async () => {
    const database = await fixture.open();
    await migrate(database, 'tour', tourMigrations.slice(0, 1));
    const [answerId, answer] = [newId('answer'), texts.answer.replace('\0', '')];
    await database.execute(
      sql`insert into tour_answers values (${newId('run')}, ${answerId}, ${texts.question}, ${answer}, now())`,
    );
    await migrate(database, 'tour', tourMigrations);
    expect(await findKeptTexts(database, answerId)).toEqual({ question: texts.question, answer });
  });
});
