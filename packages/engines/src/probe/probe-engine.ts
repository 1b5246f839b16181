/**
 * Probes an engine with a fixed set of texts and chats.
 * Invariant: one text at a time, in order, so that the numbers do not depend on what else the engine does.
 */
import type { Probe, ProbeSet } from '@slipway/contracts';
import type { Engine } from '@slipway/core';

/** Candidates kept at each position: enough to hold every token with 1 % of the probability in practice. */
const numTop = 16;

/**
 * @returns token ids, templates and natural log-probabilities as the engine sees them
 * @throws SlipwayError of the engine, for instance `request-too-long`
 */
export async function probeEngine(engine: Engine, set: ProbeSet): Promise<Probe> {
  const texts: Probe['texts'] = [];
  for (const { id, text } of set.texts) {
    const { tokens } = await engine.render({ text });
    const scored = await engine.score({ tokens, from: 1, numTop });
    texts.push({ id, tokens, logProbabilities: scored.logProbabilities, top: scored.top });
  }
  const chats: Probe['chats'] = [];
  for (const { id, messages, addGenerationPrompt } of set.chats) {
    const { text, tokens } = await engine.render({ messages, addGenerationPrompt });
    chats.push({ id, text, tokens });
  }
  return { texts, chats };
}
