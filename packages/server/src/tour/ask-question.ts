/**
 * Asks the tour's question through the gateway, as any customer would: the first question of the held-out pairs that names what it asks about.
 * Invariant: greedy, so that the same model gives the same answer.
 */
import { type AnswerId, answerId, type Pair, SlipwayError, tourAlias } from '@slipway/contracts';
import { z } from 'zod';

/** Long enough for a paragraph; short enough that a slow machine answers within seconds. */
const maxAnswerTokens = 120;

const chatAnswer = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  slipway: z.looseObject({ answerId }),
});

/** @returns the question a newcomer sees first; undefined where no pair was held out */
export function chooseQuestion(pairs: readonly Pair[]): string | undefined {
  const questions = pairs.map(
    (pair) => pair.messages.find((message) => message.role === 'user')?.content ?? '',
  );
  return (
    questions.find((text) => text.length >= 20 && text.length <= 90) ?? questions.find((text) => text !== '')
  );
}

/** @throws SlipwayError `engine-unavailable` with what the gateway said */
export async function askQuestion(options: {
  gatewayUrl: string;
  key: string;
  question: string;
}): Promise<{ answerId: AnswerId; text: string }> {
  const response = await fetch(`${options.gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${options.key}` },
    body: JSON.stringify({
      model: tourAlias,
      messages: [{ role: 'user', content: options.question }],
      max_tokens: maxAnswerTokens,
    }),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new SlipwayError({
      code: 'engine-unavailable',
      message: `the gateway answered ${response.status}: ${text.slice(0, 300)}`,
    });
  }
  const parsed = chatAnswer.parse(JSON.parse(text));
  return { answerId: parsed.slipway.answerId, text: parsed.choices[0]?.message.content ?? '' };
}
