/**
 * What an engine makes of a fixed set of texts and conversations, to be compared with another runtime of the same model.
 * Invariant: only what the port offers is used, so an engine in process and one behind HTTP are probed alike.
 */
import type { Probe, ProbeSet } from '@slipway/contracts';
import type { Engine } from '@slipway/core';

/** Enough for comparing distributions, few enough to be sent. */
const numTop = 16;

/**
 * Probes an engine.
 * @returns token ids, log-probabilities and likeliest tokens of each text; rendered text and token ids of each conversation
 */
export async function probeEngine(engine: Engine, set: ProbeSet): Promise<Probe> {
  const probe: Probe = { texts: [], chats: [] };
  for (const { id, text } of set.texts) {
    const { tokens } = await engine.render({ text });
    const { logProbabilities, top } = await engine.score({ tokens, numTop });
    probe.texts.push({ id, tokens, logProbabilities, top });
  }
  for (const { id, messages, addGenerationPrompt } of set.chats) {
    probe.chats.push({ id, ...(await engine.render({ messages, addGenerationPrompt })) });
  }
  return probe;
}
