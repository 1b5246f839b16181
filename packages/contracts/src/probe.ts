/**
 * A probe: what one runtime makes of a fixed set of texts, so that two runtimes of the same model can be compared.
 * Invariant: log-probabilities are natural and normalised over the whole vocabulary, so that logits that differ by a constant are equal.
 */
import { z } from 'zod';
import { chatMessage } from './engine-protocol.ts';

const tokenIds = z.array(z.number().int().nonnegative());

export const probeText = z.object({ id: z.string(), text: z.string() });
export type ProbeText = z.infer<typeof probeText>;
export const probeChat = z.object({
  id: z.string(),
  messages: z.array(chatMessage),
  addGenerationPrompt: z.boolean(),
});
export type ProbeChat = z.infer<typeof probeChat>;

export const probeSet = z.object({ texts: z.array(probeText), chats: z.array(probeChat) });
export type ProbeSet = z.infer<typeof probeSet>;

export const probedText = z.object({
  id: z.string(),
  tokens: tokenIds,
  /** Of tokens[1..], each given all before. */
  logProbabilities: z.array(z.number()),
  /** For the same positions the likeliest tokens, largest first. */
  top: z.array(z.object({ tokens: tokenIds, logProbabilities: z.array(z.number()) })),
});
export type ProbedText = z.infer<typeof probedText>;

export const probedChat = z.object({ id: z.string(), text: z.string(), tokens: tokenIds });
export type ProbedChat = z.infer<typeof probedChat>;

export const probe = z.object({ texts: z.array(probedText), chats: z.array(probedChat) });
export type Probe = z.infer<typeof probe>;
